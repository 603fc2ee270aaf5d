#include "openrouter_list.hpp"

#include <algorithm>
#include <array>

namespace fake {
namespace {

// What a model costs and holds; the rest is the same for all.
struct Row {
    std::string_view id;
    std::string prompt;
    std::string completion;
    std::string window;
};

constexpr std::array<std::string_view, 10> moods{"normal",    "cheaper", "price-jump", "price-zero", "window-shrunk",
                                                 "new-model", "paged",   "broken",     "busy",       "silent"};

void append_row(std::string& out, Row const& row) {
    if (out.back() == '}') out.push_back(',');
    out.append(R"({"id":")").append(row.id).append(R"(","name":"A model","created":1692901234,"description":"",)");
    out.append(R"("context_length":)").append(row.window);
    out.append(R"(,"architecture":{"modality":"text+image->text","input_modalities":["text","image"],)");
    out.append(R"("output_modalities":["text"],"tokenizer":"Other","instruct_type":null},"pricing":{"prompt":")");
    out.append(row.prompt).append(R"(","completion":")").append(row.completion);
    out.append(R"(","request":"0","image":"0"},"top_provider":{"context_length":)").append(row.window);
    out.append(R"(,"max_completion_tokens":4096,"is_moderated":false},"per_request_limits":null,)");
    out.append(R"("supported_parameters":["max_tokens","tools","response_format"]})");
}

Row small_in(std::string_view mood) {
    Row row{"fake/small", "0.0000001", "0.0000004", "64000"};
    if (mood == "cheaper") row.prompt = "0.00000005";
    if (mood == "price-jump") row.prompt = "0.000003";
    if (mood == "price-zero") row.prompt = row.completion = "0";
    if (mood == "window-shrunk") row.window = "8000";
    return row;
}

std::string list(std::string_view mood, std::string_view query) {
    std::string out = R"({"data":[)";
    bool const second = mood == "paged" && query == "offset=1&limit=1";
    if (!second) append_row(out, small_in(mood));
    if (mood != "paged" || second) {
        append_row(out, {"fake/large", "0.000003", "0.000012", "128000"});
        append_row(out, {"router/auto", "-1", "-1", "2000000"});
    }
    if (mood == "new-model") append_row(out, {"fake/extra", "0.000001", "0.000002", "32000"});
    out.append(R"(],"links":{"next":)");
    out.append(mood == "paged" && !second ? R"("/api/v1/models?offset=1&limit=1")" : "null");
    return out.append("}}\n");
}

}  // namespace

bool OpenRouterList::change(std::string_view mood) {
    if (std::ranges::find(moods, mood) == moods.end()) return false;
    mood_ = mood;
    return true;
}

OpenRouterList::Answer OpenRouterList::answer(std::string_view query) const {
    if (mood_ == "busy") return {.status = 503, .body = R"({"error":{"message":"busy","code":503}})"};
    if (mood_ == "silent") return {.body = {}, .silent = true};
    if (mood_ == "broken") return {.body = R"({"data":[{"id":"fake/small)"};
    return {.body = list(mood_, query)};
}

}  // namespace fake
