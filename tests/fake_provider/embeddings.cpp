#include "embeddings.hpp"

#include "composer.hpp"
#include "json_text.hpp"

#include <simdjson.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <string>
#include <vector>

namespace fake {
namespace {

using simdjson::dom::element;

constexpr std::uint64_t usual_size = 8;
constexpr std::uint64_t largest_size = 4096;

// Each input as text: a list of tokens is written out.
std::vector<std::string> inputs_of(element const& root) {
    element input;
    if (root["input"].get(input) != simdjson::SUCCESS) return {};
    std::string_view text;
    if (input.get(text) == simdjson::SUCCESS) return {std::string{text}};
    simdjson::dom::array list;
    if (input.get(list) != simdjson::SUCCESS) return {};
    if (list.begin() != list.end() && (*list.begin()).is_int64()) return {simdjson::minify(input)};
    std::vector<std::string> inputs;
    for (auto const one : list)
        inputs.push_back(one.get(text) == simdjson::SUCCESS ? std::string{text} : simdjson::minify(one));
    return inputs;
}

// Numbers from -1 to 1 that decimals and floats have exactly.
std::vector<float> vector_of(std::string_view text, std::uint64_t size) {
    std::vector<float> out;
    std::uint64_t state = 0xcbf29ce484222325U;
    for (char const c : text) state = (state ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    while (out.size() < size) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        out.push_back((static_cast<float>(state >> 57) - 64) / 64);
    }
    return out;
}

std::string base64(std::vector<float> const& numbers) {
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string bytes;
    for (float const number : numbers) {
        auto const bits = std::bit_cast<std::uint32_t>(number);
        for (int shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<char>(bits >> shift & 0xffU));
    }
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        std::uint32_t group = 0;
        for (std::size_t i = 0; i < 3; ++i)
            group = group << 8 | (at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0U);
        for (std::size_t i = 0; i < 4; ++i)
            out.push_back(at + i > bytes.size() ? '=' : digits[group >> (18 - 6 * i) & 63U]);
    }
    return out;
}

void append_vector(std::string& out, std::vector<float> const& numbers, bool as_base64) {
    if (as_base64) return append_json(out, base64(numbers));
    out.push_back('[');
    for (float const number : numbers) out.append(out.back() == '[' ? "" : ",").append(std::to_string(number));
    out.push_back(']');
}

std::string list_json(element const& root, std::string_view model, std::vector<std::string> const& inputs) {
    std::uint64_t size = usual_size;
    if (root["dimensions"].get(size) != simdjson::SUCCESS) size = usual_size;
    std::string_view format;
    bool const as_base64 = root["encoding_format"].get(format) == simdjson::SUCCESS && format == "base64";
    std::string out = R"({"object":"list","data":[)";
    std::size_t index = 0, tokens = 0;
    for (auto const& input : inputs) {
        out.append(index == 0 ? "" : ",").append(R"({"object":"embedding","index":)").append(std::to_string(index++));
        append_vector(out.append(R"(,"embedding":)"), vector_of(input, std::min(size, largest_size)), as_base64);
        out.push_back('}');
        tokens += 1 + static_cast<std::size_t>(std::ranges::count(input, ' '));
    }
    append_json(out.append(R"(],"model":)"), model);
    auto const count = std::to_string(tokens);
    return out.append(R"(,"usage":{"prompt_tokens":)" + count + R"(,"total_tokens":)" + count + "}}");
}

}  // namespace

Script embed(std::string_view body, Options const& options, Memory& memory) {
    auto request = read_chat(body);
    simdjson::dom::parser parser;
    element root;
    Composer composer{request};
    std::vector<std::string> inputs;
    if (request.readable && parser.parse(body.data(), body.size()).get(root) == simdjson::SUCCESS)
        inputs = inputs_of(root);
    if (inputs.empty()) {
        composer.refuse({400, "'input' is not what it should be", "invalid_request_error", "invalid_value"});
        return composer.take();
    }
    request.prompt = inputs.front();
    auto const model = std::string_view{request.model}.substr(request.model.rfind('/') + 1);
    bool const failed_before = memory.seen.contains(request.model + '\n' + request.prompt);
    if (model.starts_with("fake-") && model != "fake-normal" && !failed_before) return answer(request, options, memory);
    auto script = composer.body(200, "application/json", list_json(root, request.model, inputs)).take();
    script.behaviour = "embeddings";
    return script;
}

}  // namespace fake
