# gi_calls.py - notes each call of the library, and makes it by the face that is asked for
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Puts a wrapper around every function and method of a namespace. A call that returned
(one that failed shows little) is noted as CLASS.NAME, or .NAME for a function, and the
notes are written as JSON to the file that the environment names GI_CALLS.

Where the environment has GI_FACE=asynchronous, the blocking face of a call is never
used: its twin is called in a main loop of its own, and what _finish gives is the result.
So the same checks hold for both faces."""
import functools
import inspect
import json
import os

from gi.repository import GLib

made = set()


def wait(start, finish, *arguments, cancellable=None):
    """Makes a call in a main loop of its own, by its asynchronous face."""
    loop = GLib.MainLoop()
    results = []

    def over(_source, result):
        results.append(result)
        loop.quit()

    start(*arguments, cancellable, over)
    loop.run()
    return finish(results[0])


def note(label, bound, *arguments):
    result = bound(*arguments)
    made.add(label)
    return result


class Recorded:
    """Stands in a class for a method, which moves to another name: only there the
    class binds it."""

    def __init__(self, owner, name):
        self.label, self.hidden = f"{owner.__name__}.{name}", f"_recorded_{name}"
        self.twins = [name + end for end in ("_async", "_finish")]
        self.has_twins = hasattr(owner, self.twins[0])
        setattr(owner, self.hidden, inspect.getattr_static(owner, name))

    def __get__(self, instance, owner):
        if self.has_twins and os.environ.get("GI_FACE") == "asynchronous":
            start, finish = (getattr(instance, name) for name in self.twins)
            return lambda *arguments: wait(start, finish, *arguments[:-1], cancellable=arguments[-1])
        return functools.partial(note, self.label, getattr(owner if instance is None else instance, self.hidden))


def record(namespace):
    for name in dir(namespace):
        member = getattr(namespace, name)
        if inspect.isclass(member) and hasattr(member, "__info__"):
            for method in member.__info__.get_methods():
                setattr(member, method.__name__, Recorded(member, method.__name__))
        elif type(member).__name__ == "FunctionInfo":
            setattr(namespace, name, functools.partial(note, "." + name, member))


def write():
    if "GI_CALLS" in os.environ:
        with open(os.environ["GI_CALLS"], "w") as file:
            json.dump(sorted(made), file)
