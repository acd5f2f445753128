"""What of a reply could be code or an edit, whatever form it was given."""
