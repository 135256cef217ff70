"""rugwijzer.run.light_rasa, each in a process of its own: an import cannot be taken back."""

from __future__ import annotations

import subprocess
import sys


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, timeout=120
    )


_BEGIN = "from rugwijzer.run import light_rasa as engine; engine.leave_out_tensorflow(); engine.refuse_components();"


def test_rasa_is_imported_without_tensorflow_and_its_own_components_refuse() -> None:
    code = f"""{_BEGIN}
import sys
import rasa.core.run, rasa.nlu.classifiers.diet_classifier as diet, rasa.core.policies.rule_policy as rule
assert not hasattr(sys.modules['tensorflow'], '__path__') or not list(sys.modules['tensorflow'].__path__)
assert diet.tf.__version__ == '0.0.0'
try:
    diet.DIETClassifier.load({{}}, None, None, None)
except engine.TensorFlowLeftOut as error:
    assert 'DIETClassifier' in str(error)
else:
    raise SystemExit('loaded')
assert 'tf' not in vars(rule) and rule.RulePolicy.load.__func__ is not engine._refuse
"""
    result = run(code)
    assert result.returncode == 0, result.stderr[-2000:]
