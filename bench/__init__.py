"""Benchmarks, each one command: `bin/bench NAME`. They load nothing but servers of their own."""
