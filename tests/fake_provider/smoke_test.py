#!/usr/bin/env python3
"""Smoke test of the fake provider: starts the program and checks that it misbehaves as its table says."""

import base64
import gzip
import json
import socket
import struct
import subprocess
import sys
import time
import unittest

TIMEOUT = 5.0


class Answer:
    """One answer read to the end of the connection, raw."""

    def __init__(self, raw, reset):
        self.reset = reset
        head, _, body = raw.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        self.status_line = lines[0]
        self.status = int(lines[0].split()[1]) if lines[0].startswith("HTTP/") else 0
        self.headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:])}
        self.complete = True
        self.body = self.unchunk(body) if self.headers.get("transfer-encoding") == "chunked" else body

    def unchunk(self, data):
        out = b""
        while True:
            size, mark, data = data.partition(b"\r\n")
            if not mark:
                self.complete = False
                return out
            length = int(size, 16)
            if length == 0:
                return out
            out, data = out + data[:length], data[length + 2:]

    def json(self):
        return json.loads(self.body)

    def events(self):
        text = self.body.decode().replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
        return [line[6:] for line in text.split("\n") if line.startswith("data: ")]

    def chunks(self):
        return [json.loads(event) for event in self.events() if event != "[DONE]"]

    def text(self):
        return "".join(c["delta"].get("content") or "" for e in self.chunks() for c in e["choices"])


class FakeProviderTest(unittest.TestCase):
    program = ""

    @classmethod
    def setUpClass(cls):
        cls.process = subprocess.Popen([cls.program, "--port", "0", "--die-with-parent"], stdout=subprocess.PIPE, text=True)
        line = cls.process.stdout.readline()
        cls.port = int(line.rsplit(":", 1)[1])

    @classmethod
    def tearDownClass(cls):
        cls.process.terminate()
        cls.process.wait(TIMEOUT)
        cls.process.stdout.close()

    def setUp(self):
        self.send("DELETE", "/requests")

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), TIMEOUT)

    @staticmethod
    def request(method, path, body=b"", close=True):
        end = "Connection: close\r\n" if close else ""
        return f"{method} {path} HTTP/1.1\r\nHost: fake\r\nAuthorization: Bearer k\r\n{end}Content-Length: {len(body)}\r\n\r\n".encode() + body

    def send(self, method, path, body=b""):
        raw, reset = b"", False
        with self.connect() as client:
            client.sendall(self.request(method, path, body))
            try:
                while piece := client.recv(65536):
                    raw += piece
            except ConnectionResetError:
                reset = True
        return Answer(raw, reset)

    @staticmethod
    def body(model="small", prompt="Why do queues form?", stream=True, **more):
        return json.dumps({"model": model, "stream": stream, "messages": [{"role": "user", "content": prompt}], **more}).encode()

    def chat(self, model="small", prompt="Why do queues form?", stream=True, path="/v1/chat/completions", **more):
        return self.send("POST", path, self.body(model, prompt, stream, **more))

    def journal(self):
        return self.send("GET", "/requests").json()

    def test_whole_answer(self):
        answer = self.chat(stream=False, path="/openai/v1/chat/completions").json()
        self.assertEqual(answer["choices"][0]["finish_reason"], "stop")
        self.assertIn("depends", answer["choices"][0]["message"]["content"])
        self.assertEqual(answer["usage"]["total_tokens"], answer["usage"]["prompt_tokens"] + answer["usage"]["completion_tokens"])

    def test_stream_tells_the_same_text(self):
        stream = self.chat()
        self.assertEqual(stream.headers["content-type"], "text/event-stream")
        self.assertEqual(stream.events()[-1], "[DONE]")
        self.assertEqual(stream.text(), self.chat(stream=False).json()["choices"][0]["message"]["content"])
        self.assertNotIn("usage", stream.chunks()[-1])

    def test_usage_when_asked(self):
        last = self.chat(stream_options={"include_usage": True}).chunks()[-1]
        self.assertEqual(last["choices"], [])
        self.assertGreater(last["usage"]["completion_tokens"], 10)

    def test_sorting_gets_code(self):
        self.assertIn("```python\ndef merge_sort", self.chat(prompt="Write a sorting algorithm").text())

    def test_marker_and_model_name_choose(self):
        self.assertEqual(self.chat(prompt="[[429:7]] hello").headers["retry-after"], "7")
        self.assertEqual(self.chat(model="fake-503", prompt="[[429]]").status, 503)
        self.assertEqual(self.chat(model="fake-418").status, 418)
        self.assertEqual(self.chat(model="fake-nonsense").status, 404)

    def test_statuses(self):
        for model, status in {"fake-400": 400, "fake-401": 401, "fake-429": 429, "fake-500": 500, "fake-context-length": 400}.items():
            self.assertEqual(self.chat(model=model).status, status, model)
        self.assertEqual(self.chat(model="fake-context-length").json()["error"]["code"], "context_length_exceeded")

    def test_odd_framings_tell_the_same_text(self):
        plain = self.chat(model="fake-crlf").text()
        self.assertIn("Grüße, 世界", plain)
        for model in ("fake-utf8-split", "fake-bytewise", "fake-cr", "fake-bom", "fake-http10", "fake-comments"):
            self.assertEqual(self.chat(model=model).text(), plain, model)
        zipped = self.chat(model="fake-gzip")
        zipped.body = gzip.decompress(zipped.body)
        self.assertEqual(zipped.text(), plain)

    def test_broken_streams(self):
        self.assertTrue(self.chat(model="fake-reset").reset)
        dropped = self.chat(model="fake-drop-after")
        self.assertTrue(dropped.reset)
        self.assertEqual(dropped.text(), "word word word ")
        self.assertFalse(self.chat(model="fake-cut").complete)
        end = self.chat(model="fake-eof")
        self.assertTrue(end.complete)
        self.assertNotIn("[DONE]", end.events())
        self.assertIn("error", json.loads(self.chat(model="fake-error-first-event").events()[0]))
        with self.assertRaises(ValueError):
            self.chat(model="fake-malformed").chunks()

    def test_bursts_lose_nothing(self):
        self.assertEqual(self.chat(prompt="Why? [[bursts:4]]").text(), self.chat(prompt="Why?").text())

    def test_huge_event(self):
        self.assertGreater(max(map(len, self.chat(model="fake-huge-event").events())), 2 << 20)

    def test_tools_join_to_json(self):
        calls = {}
        for chunk in self.chat(model="fake-tools").chunks():
            for call in chunk["choices"][0]["delta"].get("tool_calls", []):
                calls[call["index"]] = calls.get(call["index"], "") + call["function"]["arguments"]
        self.assertEqual([json.loads(calls[i]) for i in (0, 1)], [{"city": "Paris"}, {"zone": "Europe/Paris"}])

    def other(self, path, model, **members):
        body = {"model": model, "messages": [{"role": "user", "content": "2+2"}], **members}
        return self.send("POST", path, json.dumps(body).encode())

    def test_anthropic(self):
        events = [json.loads(e) for e in self.other("/v1/messages", "fake-tools", stream=True).events()]
        self.assertEqual(events[0]["type"], "message_start")
        self.assertEqual(events[-1]["type"], "message_stop")
        self.assertEqual([e["content_block"]["name"] for e in events if e["type"] == "content_block_start"], ["get_weather", "get_time"])
        whole = self.other("/v1/messages", "fake-reasoning").json()
        self.assertEqual([b["type"] for b in whole["content"]], ["thinking", "text"])
        busy = self.other("/v1/messages", "fake-529")
        self.assertEqual((busy.status, busy.json()["error"]["type"]), (529, "overloaded_error"))

    def test_ollama(self):
        lines = [json.loads(line) for line in self.other("/api/chat", "fake-tools").body.splitlines()]
        self.assertEqual(len([line for line in lines if "tool_calls" in line["message"]]), 2)
        self.assertEqual([line["done"] for line in lines][-2:], [False, True])
        whole = self.other("/api/chat", "fake-length", stream=False).json()
        self.assertEqual((whole["done"], whole["done_reason"]), (True, "length"))
        self.assertIn("qwen3:8b", [m["model"] for m in self.send("GET", "/api/tags").json()["models"]])

    def test_judge(self):
        self.assertEqual(json.loads(self.chat(model="fake-judge").text())["score"], 9)
        self.assertEqual(json.loads(self.chat(model="fake-judge", prompt="Judge: <BAD answer>").text())["score"], 2)
        self.assertIn("```json", self.chat(model="fake-judge-prose").text())

    def test_flaky_fails_once(self):
        self.assertEqual([self.chat(model="fake-flaky", prompt=p).status for p in "aabb"], [503, 200, 503, 200])

    def test_slow_first_waits(self):
        begun = time.monotonic()
        self.chat(prompt="[[slow-first:80]]")
        self.assertGreaterEqual(time.monotonic() - begun, 0.08)

    def test_silent_ones_are_noticed_when_the_client_leaves(self):
        for model in ("fake-never", "fake-headers-only", "fake-role-only", "fake-pings-only", "fake-stall", "fake-flood"):
            with self.connect() as client:
                client.sendall(self.request("POST", "/v1/chat/completions", self.body(model)))
                if model != "fake-never":
                    client.recv(4096)
                until = time.monotonic() + TIMEOUT
                while self.journal()["count"] == 0 and time.monotonic() < until:
                    pass
            until = time.monotonic() + TIMEOUT
            while self.journal()["client_left_early"] == 0 and time.monotonic() < until:
                pass
            journal = self.journal()
            self.assertEqual(journal["client_left_early"], 1, model)
            self.assertEqual(journal["requests"][0]["outcome"], "client_left", model)
            self.send("DELETE", "/requests")

    def test_journal(self):
        self.chat(model="small", stream=False)
        self.chat(model="fake-empty")
        journal = self.journal()
        self.assertEqual(journal["count"], 2)
        self.assertEqual(journal["models"], {"small": 1, "fake-empty": 1})
        first = journal["requests"][0]
        self.assertEqual((first["model"], first["stream"], first["authorization"], first["outcome"]), ("small", False, True, "finished"))
        self.assertEqual(json.loads(first["body"])["messages"][0]["content"], "Why do queues form?")
        self.assertEqual(first["headers"]["host"], "fake")

    def test_keep_alive_and_pipelining(self):
        body = self.body(stream=False)
        last = self.request("POST", "/v1/chat/completions", body)
        with self.connect() as client:
            client.sendall(self.request("POST", "/v1/chat/completions", body, close=False) * 20 + last)
            raw = b""
            while piece := client.recv(65536):
                raw += piece
        self.assertEqual(raw.count(b"HTTP/1.1 200 OK"), 21)

    def embed(self, model="small", **more):
        return self.send("POST", "/v1/embeddings", json.dumps({"model": model, "input": "a b", **more}).encode())

    def test_embeddings_depend_on_their_input_alone(self):
        one, two, one_again = self.embed(input=["one", "two", "one"]).json()["data"]
        self.assertEqual(one["embedding"], one_again["embedding"])
        self.assertNotEqual(one["embedding"], two["embedding"])
        self.assertEqual(len(self.embed(dimensions=3).json()["data"][0]["embedding"]), 3)
        self.assertEqual(self.embed().json()["usage"], {"prompt_tokens": 2, "total_tokens": 2})

    def test_embeddings_are_the_same_in_base64(self):
        numbers = self.embed().json()["data"][0]["embedding"]
        packed = base64.b64decode(self.embed(encoding_format="base64").json()["data"][0]["embedding"])
        self.assertEqual(list(struct.unpack("<8f", packed)), numbers)

    def test_embeddings_fail_as_chat_does(self):
        self.assertEqual(self.embed(model="fake-429").status, 429)
        self.assertEqual([self.embed(model="fake-flaky", input="x").status for _ in range(2)], [503, 200])
        self.assertEqual(self.embed(input=[]).status, 400)

    def test_models(self):
        names = [model["id"] for model in self.send("GET", "/v1/models").json()["data"]]
        self.assertIn("fake-normal", names)


if __name__ == "__main__":
    FakeProviderTest.program = sys.argv.pop(1)
    unittest.main()
