"""Annual reports on open government information: read, check, analyse and show them."""
