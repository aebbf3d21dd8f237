-- wrk … -- BODY-FILE SIGNATURE: posts one body with its precomputed signature repeatedly.
function init(arguments)
   local file = assert(io.open(arguments[1], "rb"))
   wrk.method = "POST"
   wrk.body = file:read("*a")
   wrk.headers["Content-Type"] = "application/json"
   wrk.headers["X-Hub-Signature-256"] = arguments[2]
   file:close()
end

function done(summary, latency)
   local errors = summary.errors
   io.write(string.format('{"requests":%d,"rejected":%d,"broken":%d,"seconds":%.6f,"p50":%.3f,"p99":%.3f}\n',
      summary.requests, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
      summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
