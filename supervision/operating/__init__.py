"""What the operator meets: backup and restore, keys, upgrade and rollback, health and its alarms."""
