"""How the tables came to be; read by Alembic, which `storage/upgrade.py` calls."""
