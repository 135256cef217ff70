"""How it runs: the table of processes, what starts them, and the training of the model.

`make start` is `python -m rugwijzer.run.laptop`; a container or a unit is `python -m rugwijzer.run <process>`;
the model is made by `python -m rugwijzer.run.training`.
"""
