"""LiteLLM as a client of the real binary."""
import json
import os
import unittest

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # or it would fetch its price list from the network
import litellm  # noqa: E402

litellm.suppress_debug_info = True
QUESTION = "What is 2+2?"
ANSWER = "2 + 2 is 4."
TOOLS = [{"type": "function", "function": {"name": "get_weather", "parameters": {"type": "object", "properties": {}}}}]


def ask(model, content=QUESTION, **more):
    return litellm.completion(model="openai/" + model, messages=[{"role": "user", "content": content}], api_base=os.environ["SIGNALBOX_URL"] + "/v1",
                              api_key="any", max_retries=0, timeout=20, **more)


def fake(behaviour):
    return "fake/fake-" + behaviour


class Litellm(unittest.TestCase):
    def test_answers_whole_and_streamed(self):
        for model in ("auto", "auto:best", fake("normal")):
            with self.subTest(model=model):
                whole = ask(model)
                self.assertEqual(whole.choices[0].message.content, ANSWER)
                self.assertGreater(whole.usage.total_tokens, 0)
                chunks = list(ask(model, stream=True, stream_options={"include_usage": True}))
                self.assertEqual("".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices), ANSWER)

    def test_tools_come_whole_and_in_fragments(self):
        for completion in (ask(fake("tools"), tools=TOOLS), litellm.stream_chunk_builder(list(ask(fake("tools"), tools=TOOLS, stream=True)))):
            calls = completion.choices[0].message.tool_calls
            self.assertEqual([json.loads(call.function.arguments) for call in calls], [{"city": "Paris"}, {"zone": "Europe/Paris"}])
            self.assertEqual(completion.choices[0].finish_reason, "tool_calls")

    def test_embeddings_come_through(self):
        found = litellm.embedding(model="openai/" + fake("normal"), input=["one", "two"], api_base=os.environ["SIGNALBOX_URL"] + "/v1", api_key="any", max_retries=0)
        self.assertEqual([len(each["embedding"]) for each in found.data], [8, 8])

    def test_failures_have_their_classes(self):
        for behaviour, kind in (("400", litellm.BadRequestError), ("429", litellm.RateLimitError), ("context-length", litellm.ContextWindowExceededError)):
            for stream in (False, True):
                with self.subTest(behaviour=behaviour, stream=stream), self.assertRaises(kind):
                    ask(fake(behaviour), stream=stream)
        with self.assertRaises(litellm.NotFoundError):
            ask("no/such-model")

    def test_a_broken_stream_raises_and_is_never_a_silent_end(self):
        for behaviour in ("drop-after", "error-mid-stream"):
            with self.subTest(behaviour=behaviour), self.assertRaises(Exception):
                list(ask(fake(behaviour), "go", stream=True))

    def test_odd_but_proper_streams_are_read_as_they_are_meant(self):
        for behaviour in ("utf8", "utf8-split", "crlf", "done-inside", "no-done"):
            with self.subTest(behaviour=behaviour):
                text = "".join(chunk.choices[0].delta.content or "" for chunk in ask(fake(behaviour), stream=True) if chunk.choices)
                self.assertTrue(text)
                self.assertNotIn("\ufffd", text)


if __name__ == "__main__":
    unittest.main()
