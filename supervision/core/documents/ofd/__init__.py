"""An OFD copy (GB/T 33190-2016) of a paper from the very marks that are painted into its PDF. On trial (试验)."""
