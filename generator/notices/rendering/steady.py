"""Steady texts: what a template says on every page alike is put together once.

Belongs here: how Jinja writes the code of our pages' templates and runs it, so that labels, icons
and the markup around them cost next to nothing from the second page on. Does not belong here: what
templates may use (``locale.templates``), and where their code is kept (``compiled``).

A template is compiled once for all languages. What is steady in it shows by names alone, those of
:data:`STEADY`; where a template or whoever includes it gives one another value, nothing of this
applies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from functools import lru_cache
from itertools import groupby
from types import FunctionType, MethodType
from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from jinja2.utils import missing

__all__ = ["STEADY", "SteadyEnvironment"]

STEADY = frozenset({"at", "base_url", "icon", "language", "t"})
"""Names of the environment: what is read from them, or called, is the same on every page."""

_HARMLESS = (nodes.Const, nodes.TemplateData)
_PLAIN = frozenset({FunctionType, Macro, MethodType, type(lru_cache(str))})


class SteadyEnvironment(Environment):
    """The templates of one language."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._loaded: dict[object, Template] = {}

    def render(self, name: str, values: Mapping[str, object]) -> str:
        """The template of that name. An error says in its traceback where it is at fault."""
        template = self.get_template(name)
        context = template.new_context({**self.globals, **values}, shared=True)
        assert isinstance(context, _Context)
        context.is_own = STEADY.isdisjoint(values)
        try:
            return "".join(template.root_render_func(context))
        except Exception:  # Whatever it is, Jinja raises it again.
            return self.handle_exception()

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        """The template, which never changes once it is loaded."""
        if name not in self._loaded:
            self._loaded[name] = super().get_template(name, parent, globals)
        return self._loaded[name]

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template knows without being told."""
        return super().make_globals(d) if d else self.globals

    def is_steady(self, context: Context, names: Iterable[str]) -> bool:
        """Whether each name has its own value in the context."""
        if isinstance(context, _Context) and context.is_own and not context.vars:
            return True
        known = self.globals
        return all(context.resolve_or_missing(n) is known.get(n, missing) for n in names)


class _Context(Context):
    """What a running template knows; it asks no function whether it wants the context twice.

    With ``is_own``, nothing has another value than the environment gives it.
    """

    is_own = False

    def call(self, function: Any, /, *args: Any, **options: Any) -> Any:
        """The result of a call in a template."""
        if type(function) not in _PLAIN or hasattr(function, "jinja_pass_arg"):
            return super().call(function, *args, **options)
        if options:
            options.pop("_loop_vars", None)
            options.pop("_block_vars", None)
        return function(*args, **options)


class _Generator(CodeGenerator):
    """Writes each run of steady output as one text, which the first page puts together."""

    _steady: frozenset[str] = frozenset()
    _count = 0

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """The whole template."""
        self._steady = STEADY.difference(_set_names(node))
        self.writeline("from notices.rendering.escaping import html_of")
        self.writeline("texts = {}")
        super().visit_Template(node, frame)

    def write_commons(self) -> None:
        """What the function of the template begins with, and that of each block."""
        super().write_commons()
        names = sorted(self._steady)
        self.writeline(f"steady = texts if environment.is_steady(context, {names}) else {{}}")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        """Texts and values."""
        if frame.require_output_check or frame.eval_ctx.volatile:
            super().visit_Output(node, frame)
            return
        for is_steady, group in groupby(node.nodes, self._is_steady):
            run = list(group)
            if is_steady and not all(isinstance(each, _HARMLESS) for each in run):
                self._write_steady(run, frame)
            else:
                super().visit_Output(nodes.Output(run, lineno=run[0].lineno), frame)

    def _is_steady(self, node: nodes.Expr) -> bool:
        match node:
            case nodes.Const() | nodes.TemplateData():
                return True
            case nodes.Name():
                return node.name in self._steady
            case nodes.Getattr():
                return self._is_steady(node.node)
            case nodes.Call(kwargs=[], dyn_args=None, dyn_kwargs=None):
                return all(map(self._is_steady, (node.node, *node.args)))
        return False

    def _write_steady(self, run: Sequence[nodes.Expr], frame: Frame) -> None:
        number, self._count = self._count, self._count + 1
        finalize = self._make_finalize()
        self.writeline("yield (" if frame.buffer is None else f"{frame.buffer}.append(", run[0])
        self.write(f"steady.get({number}) or steady.setdefault({number}, concat((")
        self.indent()
        for each in run:
            self.newline(each)
            if isinstance(each, nodes.TemplateData):
                self.write(repr(each.data))
            else:
                self._output_child_pre(each, frame, finalize)
                self.visit(each, frame)
                self._output_child_post(each, frame, finalize)
            self.write(",")
        self.outdent()
        self.write("))))")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write("html_of(")
        else:
            super()._output_child_pre(node, frame, finalize)


def _set_names(template: nodes.Template) -> Iterator[str]:
    """The names to which the template itself gives a value, anywhere."""
    for name in template.find_all(nodes.Name):
        if name.ctx != "load":
            yield name.name
    for macro in template.find_all(nodes.Macro):
        yield macro.name
    for module in template.find_all(nodes.Import):
        yield module.target
    for imported in template.find_all(nodes.FromImport):
        for each in imported.names:
            yield each if isinstance(each, str) else each[1]


SteadyEnvironment.code_generator_class = _Generator
SteadyEnvironment.context_class = _Context
