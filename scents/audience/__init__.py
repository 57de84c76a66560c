"""The page on which audiences judge, and the door that takes what they send.

Nobody logs in: whoever holds an invitation answers under it, once. No page sets a cookie.
"""
