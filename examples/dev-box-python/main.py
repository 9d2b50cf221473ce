"""A GPU box to work on over SSH: `main.py up` rents it, `main.py destroy` ends it."""

import json
import sys

import pulumi
import pulumi_dispersed as dispersed
from pulumi import automation

PORT = 8888


def program() -> None:
    box = dispersed.DevBox(
        "box",
        tag="latest",
        ports=[PORT],
        min_vram_gb=8,
        max_hourly_usd=2,  # the highest price that you accept, per hour
        expires_after="8h",  # the first `up` after that ends it
        opts=pulumi.ResourceOptions(custom_timeouts=pulumi.CustomTimeouts(create="20m")),
    )
    pulumi.export("ssh", box.ssh)
    pulumi.export("privateKey", box.connection.private_key)
    pulumi.export("url", box.urls[str(PORT)])
    pulumi.export("hourlyRateUsd", box.hourly_rate_usd)


def main(command: str) -> None:
    stack = automation.create_or_select_stack(
        "dev",
        project_name="dev-box-python",
        program=program,
        opts=automation.LocalWorkspaceOptions(work_dir="."),
    )
    if command == "destroy":
        stack.destroy(on_output=print)
        return
    outputs = stack.up(on_output=lambda text: print(text, file=sys.stderr)).outputs
    shown = {name: output.value for name, output in outputs.items() if not output.secret}
    print(json.dumps(shown))


if __name__ == "__main__":
    if sys.argv[1:] not in (["up"], ["destroy"]):
        sys.exit("usage: main.py up | destroy")
    main(sys.argv[1])
