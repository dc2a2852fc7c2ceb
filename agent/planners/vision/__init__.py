"""A local vision-language model as a LangChain chat model, whose JSON is enforced while it decodes.

`folder` judges a model's folder, `loading` loads it, `dialogue` reads messages, `grammar` constrains, `local` is the
chat model; what prepares words and pictures is in tools/models/processors.py. It knows nothing of plans, of sessions or
of who asks. Nothing heavy is imported here: a folder can be judged without torch.
"""
