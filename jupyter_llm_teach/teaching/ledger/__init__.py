"""What models cost: tokens, seconds, energy and CO2e, each with how far it may be off."""
