"""Benchmarks and long proofs. `python -m bench` measures, `python -m bench.prove` breaks things."""
