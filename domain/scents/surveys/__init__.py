"""Asking audiences blind: what is presented, who answers, and what is counted."""
