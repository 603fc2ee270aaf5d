"""Anthropic's Python SDK against the real binary, whole, streamed and asynchronous. The models speak OpenAI's API."""
import asyncio
import json
import os
import unittest
import urllib.request

import anthropic

SERVER = os.environ["SIGNALBOX_URL"]
PROVIDER = os.environ["PROVIDER_URL"]
QUESTION = "What is 2+2?"
ANSWER = "2 + 2 is 4."
TOOLS = [{"name": name, "description": name, "input_schema": {"type": "object", "properties": {}}} for name in ("get_weather", "get_time")]
PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="


def client(**more):
    return anthropic.Anthropic(**{"base_url": SERVER, "api_key": "any", "max_retries": 0, "timeout": 20, **more})


def ask(model, content=QUESTION, **more):
    return {"model": model, "max_tokens": 200, "messages": [{"role": "user", "content": content}], **more}


def fake(behaviour):
    return "fake/fake-" + behaviour


def journal():
    with urllib.request.urlopen(PROVIDER + "/requests") as answer:
        return json.load(answer)["requests"]


def text_of(model, content=QUESTION):
    with client().messages.stream(**ask(model, content)) as stream:
        return "".join(stream.text_stream)


class Anthropic(unittest.TestCase):
    def test_answers_whole_and_streamed(self):
        for model in ("auto", "auto:cheap", "auto:best", fake("normal")):
            with self.subTest(model=model):
                whole = client().messages.create(**ask(model))
                self.assertEqual([block.text for block in whole.content], [ANSWER])
                self.assertEqual(whole.stop_reason, "end_turn")
                self.assertTrue(whole.usage.input_tokens > 0 and whole.usage.output_tokens > 0)
                with client().messages.stream(**ask(model)) as stream:
                    self.assertEqual("".join(stream.text_stream), ANSWER)
                    self.assertGreater(stream.get_final_message().usage.output_tokens, 0)

    def test_tools_come_whole_and_in_fragments_and_go_back(self):
        whole = client().messages.create(**ask(fake("tools"), tools=TOOLS))
        with client().messages.stream(**ask(fake("tools"), tools=TOOLS)) as stream:
            streamed = stream.get_final_message()
        for message in (whole, streamed):
            calls = [block for block in message.content if block.type == "tool_use"]
            self.assertEqual([(call.name, call.input) for call in calls], [("get_weather", {"city": "Paris"}), ("get_time", {"zone": "Europe/Paris"})])
            self.assertEqual(message.stop_reason, "tool_use")
        results = [{"type": "tool_result", "tool_use_id": call.id, "content": "sunny"} for call in calls]
        turns = [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": streamed.content}, {"role": "user", "content": results}]
        client().messages.create(model=fake("normal"), max_tokens=200, tools=TOOLS, messages=turns)
        sent = json.loads(journal()[-1]["body"])
        self.assertEqual([message["role"] for message in sent["messages"]], ["user", "assistant", "tool", "tool"])

    def test_an_image_reaches_the_provider(self):
        source = {"type": "base64", "media_type": "image/png", "data": PICTURE}
        client().messages.create(**ask(fake("normal"), [{"type": "text", "text": QUESTION}, {"type": "image", "source": source}]))
        sent = json.loads(journal()[-1]["body"])
        self.assertEqual(sent["messages"][0]["content"][1]["image_url"]["url"], "data:image/png;base64," + PICTURE)

    def test_failures_have_their_classes(self):
        for behaviour, kind, status in (("400", anthropic.BadRequestError, 400), ("401", anthropic.InternalServerError, 502), ("429", anthropic.RateLimitError, 429),
                                        ("context-length", anthropic.BadRequestError, 400), ("never", anthropic.InternalServerError, 504)):
            for stream in (False, True):
                with self.subTest(behaviour=behaviour, stream=stream), self.assertRaises(kind) as raised:
                    list(client().messages.create(**ask(fake(behaviour), stream=stream)))
                self.assertEqual(raised.exception.status_code, status)
                self.assertTrue(raised.exception.request_id)
        with self.assertRaises(anthropic.NotFoundError):
            client().messages.create(**ask("no/such-model"))

    def test_a_client_with_retries_asks_again_where_that_helps(self):
        for behaviour, calls in (("400", 1), ("429", 3)):
            with self.subTest(behaviour=behaviour), self.assertRaises(anthropic.APIStatusError) as raised:
                client(max_retries=2).messages.create(**ask(fake(behaviour)))
            self.assertEqual(raised.exception.response.request.headers["x-stainless-retry-count"], str(calls - 1))

    def test_a_broken_stream_raises_and_is_never_a_silent_end(self):
        for behaviour in ("drop-after", "cut", "eof", "error-mid-stream"):
            with self.subTest(behaviour=behaviour):
                text = ""
                with self.assertRaises(anthropic.APIError):
                    for event in client().messages.create(**ask(fake(behaviour), "go", stream=True)):
                        text += getattr(getattr(event, "delta", None), "text", "")
                self.assertTrue(text)

    def test_odd_but_proper_streams_are_read_as_they_are_meant(self):
        for behaviour in ("utf8", "utf8-split", "bytewise", "crlf", "done-inside", "no-done", "usage-everywhere", "reasoning"):
            with self.subTest(behaviour=behaviour):
                text = text_of(fake(behaviour))
                self.assertTrue(text)
                self.assertNotIn("\ufffd", text)

    def test_leaving_a_stream_reaches_the_provider(self):
        with client() as leaving:
            stream = leaving.messages.create(**ask(fake("stamped"), "leave claude now", stream=True))
            next(iter(stream))
            stream.close()
        tries = 0
        while (last := [entry for entry in journal() if "leave claude now" in entry["body"]][-1])["outcome"] == "running":
            tries += 1
            self.assertLess(tries, 500)
        self.assertEqual(last["outcome"], "client_left")

    def test_tokens_are_counted_and_models_listed(self):
        self.assertGreater(client().messages.count_tokens(model="auto", messages=[{"role": "user", "content": QUESTION}]).input_tokens, 0)
        self.assertIn("auto", [model.id for model in client().models.list()])
        self.assertEqual(client().models.retrieve(fake("normal")).id, fake("normal"))

    def test_twenty_asynchronous_streams_keep_to_themselves(self):
        async def one(asking, nth):
            async with asking.messages.stream(**ask(fake("echo"), f"Repeat number {nth} to me")) as stream:
                return "".join([text async for text in stream.text_stream])

        async def all_of_them():
            async with anthropic.AsyncAnthropic(base_url=SERVER, api_key="any", max_retries=0, timeout=20) as asking:
                return await asyncio.gather(*(one(asking, nth) for nth in range(20)))

        self.assertEqual(asyncio.run(all_of_them()), [f"Repeat number {nth} to me" for nth in range(20)])


if __name__ == "__main__":
    unittest.main()
