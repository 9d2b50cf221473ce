"""A GPU box on Dispersed for an afternoon: `main.py up` rents it, `main.py destroy` ends it."""

import json
import sys

import pulumi
import pulumi_dispersed as dispersed
from pulumi import automation

PORT = 8888


def program() -> None:
    offers = dispersed.get_offers(gpu_count=1, min_vram_gb=8, limit=1)
    box = dispersed.Job(
        "box",
        task=dispersed.Task.PERSISTENT,  # runs, and is billed by the hour, until it is destroyed
        container={"image": "otoy/dispersed-base", "tag": "latest", "ports": [22, PORT]},
        gpu_count=1,
        min_vram_gb=8,
        max_hourly_usd=2,  # the highest price that you accept, per hour
        opts=pulumi.ResourceOptions(
            # Also for `--replace`: two boxes must not bill at once.
            delete_before_replace=True,
            custom_timeouts=pulumi.CustomTimeouts(create="20m"),
        ),
    )
    pulumi.export("cheapest", offers.offers[0].hourly_rate_usd)
    pulumi.export("ssh", box.ssh.command)
    pulumi.export("url", box.endpoints[str(PORT)].url)


def main(command: str) -> None:
    stack = automation.create_or_select_stack(
        "dev",
        project_name="gpu-box-python",
        program=program,
        opts=automation.LocalWorkspaceOptions(work_dir="."),
    )
    if command == "destroy":
        stack.destroy(on_output=print)
        return
    outputs = stack.up(on_output=lambda text: print(text, file=sys.stderr)).outputs
    print(json.dumps({name: output.value for name, output in outputs.items()}))


if __name__ == "__main__":
    if sys.argv[1:] not in (["up"], ["destroy"]):
        sys.exit("usage: main.py up | destroy")
    main(sys.argv[1])
