"""Orchestration: the pipeline, its two executors, and the Prefect flows around it."""
