"""The gate between the craft and the warehouse: contracts, verdicts, assertions."""
