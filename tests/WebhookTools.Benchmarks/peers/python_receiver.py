"""python_receiver.py PORT LOG-FILE: the receiver of a well-known guide to Monasca's webhooks, for Python 3."""
import json
import logging
import logging.handlers
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

log = logging.getLogger("log")
log_handler = logging.handlers.RotatingFileHandler(sys.argv[2], maxBytes=25165824, backupCount=3)
log_handler.setFormatter(logging.Formatter("%(asctime)s %(filename)s %(levelname)s %(message)s", "%B %d %H:%M:%S"))
log.addHandler(log_handler)
log.setLevel(logging.INFO)


class WebhookReceiver(BaseHTTPRequestHandler):
    def do_POST(self):
        log.info("<<<<<<<<< Alert Start >>>>>>>>")
        message = "OK"
        data = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-type", "text")
        self.send_header("Content-length", str(len(message)))
        self.end_headers()
        self.wfile.write(message.encode())
        log.info(json.dumps(json.loads(data), indent=2))
        log.info("<<<<<<<<< Alert End >>>>>>>>")

    def log_message(self, format, *args):
        pass


HTTPServer(("127.0.0.1", int(sys.argv[1])), WebhookReceiver).serve_forever()
