"""OpenAI's Python SDK against the real binary, whole, streamed and asynchronous."""
import asyncio
import json
import os
import unittest
import urllib.request

import openai

SERVER = os.environ["SIGNALBOX_URL"] + "/v1"
PROVIDER = os.environ["PROVIDER_URL"]
QUESTION = "What is 2+2?"
ANSWER = "2 + 2 is 4."
TOOLS = [{"type": "function", "function": {"name": name, "parameters": {"type": "object", "properties": {}}}} for name in ("get_weather", "get_time")]


def client(**more):
    return openai.OpenAI(**{"base_url": SERVER, "api_key": "any", "max_retries": 0, "timeout": 20, **more})


def ask(model, content=QUESTION, **more):
    return {"model": model, "messages": [{"role": "user", "content": content}], **more}


def fake(behaviour):
    return "fake/fake-" + behaviour


def journal():
    with urllib.request.urlopen(PROVIDER + "/requests") as answer:
        return json.load(answer)["requests"]


def text_of(stream):
    return "".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices)


class Openai(unittest.TestCase):
    def test_answers_whole_and_streamed(self):
        for model in ("auto", "auto:cheap", "auto:best", fake("normal")):
            with self.subTest(model=model):
                whole = client().chat.completions.create(**ask(model))
                self.assertEqual(whole.choices[0].message.content, ANSWER)
                self.assertGreater(whole.usage.total_tokens, 0)
                chunks = list(client().chat.completions.create(**ask(model, stream=True, stream_options={"include_usage": True})))
                self.assertEqual(text_of(chunks), ANSWER)
                self.assertEqual([chunk for chunk in chunks if chunk.usage], [chunks[-1]])
                self.assertEqual(chunks[-1].choices, [])

    def test_tools_come_whole_and_in_fragments(self):
        whole = client().chat.completions.create(**ask(fake("tools"), tools=TOOLS))
        with client().chat.completions.stream(**ask(fake("tools"), tools=TOOLS)) as stream:
            streamed = stream.get_final_completion()
        for completion in (whole, streamed):
            calls = completion.choices[0].message.tool_calls
            self.assertEqual([(call.function.name, json.loads(call.function.arguments)) for call in calls],
                             [("get_weather", {"city": "Paris"}), ("get_time", {"zone": "Europe/Paris"})])
        messages = [{"role": "user", "content": QUESTION}, whole.choices[0].message.model_dump(exclude_none=True)]
        messages += [{"role": "tool", "tool_call_id": call.id, "content": "sunny"} for call in whole.choices[0].message.tool_calls]
        client().chat.completions.create(model=fake("normal"), messages=messages)
        sent = json.loads(journal()[-1]["body"])
        self.assertEqual([message["role"] for message in sent["messages"]], ["user", "assistant", "tool", "tool"])

    def test_failures_have_their_classes(self):
        for behaviour, kind, status in (("400", openai.BadRequestError, 400), ("401", openai.InternalServerError, 502), ("429", openai.RateLimitError, 429),
                                        ("context-length", openai.BadRequestError, 400), ("never", openai.InternalServerError, 504)):
            for stream in (False, True):
                with self.subTest(behaviour=behaviour, stream=stream), self.assertRaises(kind) as raised:
                    text_of(client().chat.completions.create(**ask(fake(behaviour), stream=stream)))
                self.assertEqual(raised.exception.status_code, status)
                self.assertTrue(raised.exception.request_id)
        with self.assertRaises(openai.NotFoundError):
            client().chat.completions.create(**ask("no/such-model"))

    def test_a_broken_stream_raises_and_is_never_a_silent_end(self):
        for behaviour in ("drop-after", "cut", "eof", "error-mid-stream"):
            with self.subTest(behaviour=behaviour):
                text = ""
                with self.assertRaises(openai.APIError):
                    for chunk in client().chat.completions.create(**ask(fake(behaviour), "go", stream=True)):
                        text += chunk.choices[0].delta.content or ""
                self.assertTrue(text)

    def test_odd_but_proper_streams_are_read_as_they_are_meant(self):
        for behaviour in ("utf8", "utf8-split", "bytewise", "crlf", "done-inside", "no-done", "usage-everywhere", "reasoning"):
            with self.subTest(behaviour=behaviour):
                text = text_of(client().chat.completions.create(**ask(fake(behaviour), stream=True)))
                self.assertTrue(text)
                self.assertNotIn("\ufffd", text)

    def test_leaving_a_stream_reaches_the_provider(self):
        with client() as leaving:
            stream = leaving.chat.completions.create(**ask(fake("stamped"), "leave now", stream=True))
            next(iter(stream))
            stream.close()
        tries = 0
        while (last := [entry for entry in journal() if "leave now" in entry["body"]][-1])["outcome"] == "running":
            tries += 1
            self.assertLess(tries, 500)
        self.assertEqual(last["outcome"], "client_left")

    def test_embeddings_come_as_numbers_either_way(self):
        usual = client().embeddings.create(model=fake("normal"), input=["one", "two"])  # asks for base64 and decodes it
        floats = client().embeddings.create(model=fake("normal"), input=["one", "two"], encoding_format="float")
        self.assertEqual([each.embedding for each in usual.data], [each.embedding for each in floats.data])
        self.assertEqual(len(usual.data), 2)
        self.assertEqual(usual.usage.prompt_tokens, 2)
        with self.assertRaises(openai.BadRequestError):
            client().embeddings.create(model="auto", input="one")

    def test_a_client_with_retries_asks_again_where_that_helps(self):
        for behaviour, calls in (("400", 1), ("429", 3)):
            with self.subTest(behaviour=behaviour), self.assertRaises(openai.APIStatusError) as raised:
                client(max_retries=2).chat.completions.create(**ask(fake(behaviour)))
            self.assertEqual(raised.exception.response.request.headers["x-stainless-retry-count"], str(calls - 1))

    def test_an_image_reaches_the_provider(self):
        content = [{"type": "text", "text": QUESTION}, {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}}]
        client().chat.completions.create(**ask(fake("normal"), content))
        self.assertEqual(json.loads(journal()[-1]["body"])["messages"][0]["content"], content)

    def test_models_are_listed(self):
        ids = [model.id for model in client().models.list()]
        self.assertIn("auto", ids)
        self.assertEqual(client().models.retrieve(fake("normal")).id, fake("normal"))

    def test_twenty_asynchronous_streams_keep_to_themselves(self):
        async def one(asking, nth):
            stream = await asking.chat.completions.create(**ask(fake("echo"), f"Repeat number {nth} to me", stream=True))
            return "".join([chunk.choices[0].delta.content or "" async for chunk in stream if chunk.choices])

        async def all_of_them():
            async with openai.AsyncOpenAI(base_url=SERVER, api_key="any", max_retries=0, timeout=20) as asking:
                return await asyncio.gather(*(one(asking, nth) for nth in range(20)))

        self.assertEqual(asyncio.run(all_of_them()), [f"Repeat number {nth} to me" for nth in range(20)])


if __name__ == "__main__":
    unittest.main()
