"""Prints what pyshark makes of a capture with a tshark: a line a field, sorted within its packet.

usage: clients-pyshark.py TSHARK CAPTURE summary|xml|json|ek|raw [FILTER]
"""

import sys
import tempfile
import warnings

import pyshark
from pyshark import cache

MODES = {
    "summary": {"only_summaries": True},
    "xml": {},
    "json": {"use_json": True},
    "ek": {"use_ek": True},
    "raw": {"use_json": True, "include_raw": True},
}


def flat(prefix, value):
    """Yields a line for each value within dicts and lists."""
    if isinstance(value, dict):
        for key in value:
            yield from flat(prefix + "/" + key, value[key])
    elif isinstance(value, list):
        for each in value:
            yield from flat(prefix, each)
    else:
        yield f"{prefix} = {value}"


def fields(layer, mode):
    """Yields a line for each field of a layer."""
    if mode != "xml":
        yield from flat(layer.layer_name, layer._fields_dict if hasattr(layer, "_fields_dict") else layer._all_fields)
        return
    for name, values in layer._all_fields.items():
        for f in values.all_fields:
            yield f"{layer.layer_name} {name} = {f.show} | {f.showname} | {f.raw_value}"


def main():
    warnings.simplefilter("ignore")
    tshark, capture, mode = sys.argv[1:4]
    # The types of fields are kept by version of tshark: those of another program must not be taken.
    folder = tempfile.TemporaryDirectory()
    cache.get_cache_dir = lambda *_: __import__("pathlib").Path(folder.name)
    packets = pyshark.FileCapture(capture, tshark_path=tshark, display_filter=" ".join(sys.argv[4:]) or None, **MODES[mode])
    for n, p in enumerate(packets, 1):
        if mode == "summary":
            print(n, p.summary_line)
            continue
        layers = list(p.layers)
        if mode == "ek":  # their order is that of a hash table within tshark
            layers.sort(key=lambda layer: layer.layer_name)
        print(n, p.number, p.length, p.sniff_timestamp, p.highest_layer, p.transport_layer, [x.layer_name for x in layers])
        for layer in [p.frame_info] + layers:
            for line in sorted(fields(layer, mode)):
                print(n, line)
    packets.close()


main()
