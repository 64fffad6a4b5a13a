"""Reads what was sent to a collector of logs, by OpenTelemetry's own protocol files.

Usage: read_logs.py FILE, each line of it one ExportLogsServiceRequest in Base64.
Prints one JSON list.
"""

import base64
import json
import pathlib
import sys

from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.logs.v1.logs_pb2 import SeverityNumber


def plain(value):
    kind = value.WhichOneof("value")
    if kind == "array_value":
        return [plain(item) for item in value.array_value.values]
    return getattr(value, kind) if kind else None


logs = []
for line in pathlib.Path(sys.argv[1]).read_text().split():
    request = ExportLogsServiceRequest.FromString(base64.b64decode(line))
    for resource in request.resource_logs:
        service = {item.key: plain(item.value) for item in resource.resource.attributes}
        for scope in resource.scope_logs:
            for record in scope.log_records:
                attributes = {item.key: plain(item.value) for item in record.attributes}
                logs.append(
                    {
                        "event": record.event_name,
                        "severity": SeverityNumber.Name(record.severity_number),
                        "body": plain(record.body),
                        "attributes": service | attributes,
                    }
                )
print(json.dumps(logs))
