"""What the gateway and the portal share as web servers: headers, errors, rate limits."""
