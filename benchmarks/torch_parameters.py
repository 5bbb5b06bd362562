"""The number of parameters of a workload's network in PyTorch, moving statistics included: torch_parameters.py SCRIPT WORKLOAD.

SCRIPT is one as ../shared/peers/torch_peer.py: `jobs` has a function for each workload, which calls `train(name, make, ...)`.
"""
import importlib.util, json, sys

script, workload = sys.argv[1:]
sys.argv = [script, "eager", "none of its jobs"]  # It runs the jobs that it is told to when it is read.
specification = importlib.util.spec_from_file_location("peer", script)
peer = importlib.util.module_from_spec(specification)
specification.loader.exec_module(peer)


def count(name, make, *arguments, **options):
    network = make()[0]
    values = [*network.parameters(), *(buffer for buffer in network.buffers() if buffer.is_floating_point())]
    print(json.dumps({"workload": name, "parameters": sum(value.numel() for value in values)}))


peer.train = count
peer.jobs[workload]()
