#include "endpoints.hpp"

#include "composer.hpp"
#include "embeddings.hpp"
#include "json_text.hpp"

#include <optional>
#include <utility>

namespace fake {
namespace {

constexpr std::size_t max_remembered_body = 16UL * 1024;
constexpr std::string_view json_type = "application/json";
constexpr std::string_view openrouter = "/openrouter/";

std::shared_ptr<Script const> plain(int status, std::string_view type, std::string_view content) {
    Script script;
    script.steps.push_back({.bytes = whole_answer(status, type, content)});
    return std::make_shared<Script const>(std::move(script));
}

void append_model(std::string& out, std::string_view name) {
    if (out.back() == '}') out.push_back(',');
    out.append("{\"id\":");
    append_json(out, name);
    out.append(",\"object\":\"model\",\"created\":1795418360,\"owned_by\":\"fake\"}");
}

std::string models_json() {
    std::string out = "{\"object\":\"list\",\"data\":[";
    for (auto const* const name : {"small", "medium", "large"}) append_model(out, name);
    for (auto const part : all_behaviours())
        for (auto const& behaviour : part) append_model(out, "fake-" + std::string{behaviour.name});
    return out.append("]}\n");
}

// What Ollama has pulled.
std::string tags_json() {
    return R"({"models":[{"name":"qwen3:8b","model":"qwen3:8b","modified_at":"2026-11-01T10:00:00Z","size":5200000000,)"
           R"("digest":"aa","details":{"format":"gguf","family":"qwen3","families":["qwen3"],"parameter_size":"8.2B",)"
           R"("quantization_level":"Q4_K_M"}},{"name":"fake-tools:latest","model":"fake-tools:latest","size":1,)"
           R"("digest":"bb","details":{"family":"fake","parameter_size":"1B"}}]})"
           "\n";
}

std::string behaviours_text() {
    std::string out;
    for (auto const part : all_behaviours())
        for (auto const& behaviour : part)
            out.append("| `").append(behaviour.name).append("` | ").append(behaviour.what).append(" |\n");
    return out;
}

std::string_view path_of(HttpRequest const& request) { return request.target.substr(0, request.target.find('?')); }

std::optional<Api> asked_api(HttpRequest const& request) {
    auto const path = path_of(request);
    if (request.method != "POST") return std::nullopt;
    if (path.ends_with("/chat/completions")) return Api::openai;
    if (path.ends_with("/v1/messages")) return Api::anthropic;
    if (path.ends_with("/api/chat")) return Api::ollama;
    return std::nullopt;
}

}  // namespace

Reply Endpoints::answer(HttpRequest const& request, std::uint64_t connection) {
    auto const api = asked_api(request);
    bool const listed = request.method == "GET" && path_of(request).starts_with(openrouter);
    if (listed && path_of(request).ends_with("/models")) return openrouter_list(request, connection);
    if (!api && request.method == "POST" && path_of(request).ends_with("/embeddings")) {
        return embeddings(request, connection);
    }
    if (!api) return other(request);
    auto script = chat(request.body, *api);
    auto const number = journal_.begin(request, *script, connection);
    return {std::move(script), number};
}

std::shared_ptr<Script const> Endpoints::chat(std::string_view body, Api api) {
    auto key = std::to_string(static_cast<int>(api)).append(body);
    if (auto const known = scripts_.find(key); known != scripts_.end()) return known->second;

    auto const request = read_chat(body, api);
    if (!request.readable)
        return plain(
            400, json_type,
            R"({"error":{"message":"not JSON","type":"invalid_request_error","param":null,"code":"invalid_json"}})");
    auto script = std::make_shared<Script const>(fake::answer(request, options_, memory_));
    if (!script->reusable || key.size() > max_remembered_body) return script;
    if (scripts_.size() >= max_scripts) scripts_.clear();
    scripts_.emplace(std::move(key), script);
    return script;
}

Reply Endpoints::embeddings(HttpRequest const& request, std::uint64_t connection) {
    auto script = embed(request.body, options_, memory_);
    auto const number = journal_.begin(request, script, connection);
    return {std::make_shared<Script const>(std::move(script)), number};
}

Reply Endpoints::openrouter_list(HttpRequest const& request, std::uint64_t connection) {
    auto const mark = request.target.find('?');
    auto const query = mark == std::string_view::npos ? std::string_view{} : request.target.substr(mark + 1);
    auto const answer = list_.answer(query);
    Script script;
    script.model = "the model list";
    Step step;
    if (answer.silent) {
        step.kind = Step::Kind::hold;
    } else {
        step.bytes = whole_answer(answer.status, json_type, answer.body);
    }
    script.steps.push_back(std::move(step));
    auto const number = journal_.begin(request, script, connection);
    return {std::make_shared<Script const>(std::move(script)), number};
}

Reply Endpoints::other(HttpRequest const& request) {
    auto const path = path_of(request);
    if (request.method == "GET" && path.ends_with("/models")) return {plain(200, json_type, models_json())};
    if (request.method == "GET" && path.ends_with("/api/tags")) return {plain(200, json_type, tags_json())};
    if (request.method == "PUT" && path.starts_with(openrouter) && list_.change(path.substr(openrouter.size()))) {
        return {plain(200, json_type, "{}\n")};
    }
    if (request.method == "GET" && path == "/behaviours") return {plain(200, "text/plain", behaviours_text())};
    if (request.method == "GET" && path == "/requests") return {plain(200, json_type, journal_.json())};
    if (request.method == "DELETE" && path == "/requests") {
        journal_.reset();
        memory_ = {};
        return {plain(200, json_type, "{}\n")};
    }
    return {plain(
        404, json_type,
        R"({"error":{"message":"no such path","type":"invalid_request_error","param":null,"code":"unknown_url"}})")};
}

}  // namespace fake
