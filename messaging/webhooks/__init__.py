"""Messages to others over HTTP, signed as Standard Webhooks asks (standardwebhooks.com).

Nothing here knows what the messages are about: an owner is a text, the data is JSON.
"""
