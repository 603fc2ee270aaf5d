#include "behaviours.hpp"

#include "answers.hpp"
#include "composer.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <iterator>
#include <optional>

namespace fake {
namespace {

struct Choice {
    std::string_view name;
    std::string_view argument;
};

std::optional<Behaviour> find(std::string_view name) {
    for (auto const part : all_behaviours())
        for (auto const& behaviour : part)
            if (behaviour.name == name) return behaviour;
    return std::nullopt;
}

bool is_status(std::string_view name) {
    return name.size() == 3 && name.front() >= '2' && name.front() <= '5' &&
           std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<Choice> marker_in(std::string_view prompt) {
    auto const open = prompt.find("[[");
    if (open == std::string_view::npos) return std::nullopt;
    auto const close = prompt.find("]]", open);
    if (close == std::string_view::npos) return std::nullopt;
    auto const inside = prompt.substr(open + 2, close - open - 2);
    auto const colon = inside.find(':');
    if (colon == std::string_view::npos) return Choice{inside, {}};
    return Choice{inside.substr(0, colon), inside.substr(colon + 1)};
}

Choice choose(ChatRequest const& request) {
    std::string_view model = request.model;
    if (auto const slash = model.rfind('/'); slash != std::string_view::npos) model.remove_prefix(slash + 1);
    if (auto const tag = model.rfind(":latest"); tag != std::string_view::npos) model = model.substr(0, tag);
    if (model.starts_with("fake-") && model != "fake-normal") return {model.substr(5), {}};
    return marker_in(request.prompt).value_or(Choice{"normal", {}});
}

}  // namespace

std::array<std::span<Behaviour const>, 4> all_behaviours() {
    return {answer_behaviours(), hopeless_behaviours(), stream_behaviours(), fault_behaviours()};
}

int Call::number(int otherwise) const {
    int value = otherwise;
    std::from_chars(argument.data(), argument.data() + argument.size(), value);
    return std::clamp(value, 0, 100'000);
}

Script say(Call const& call, std::string_view text, std::string_view finish_reason) {
    Composer composer{call.request};
    auto const words = pieces(text);
    if (!call.request.stream) {  // takes as long as its stream would
        auto const gaps = std::max<std::int64_t>(std::ssize(words) - 1, 0);
        return composer.wait(call.options.first + gaps * call.options.gap).whole(text, finish_reason).take();
    }

    composer.head().role().wait(call.options.first);
    auto first = true;
    for (auto const piece : words) {
        if (!first) composer.wait(call.options.gap);
        composer.token(piece);
        first = false;
    }
    return composer.finish(finish_reason).done().take();
}

Script answer(ChatRequest const& request, Options const& options, Memory& memory) {
    auto const choice = choose(request);
    Call call{request, options, memory, choice.argument};
    auto behaviour = find(choice.name);
    if (!behaviour && is_status(choice.name)) {
        behaviour = find("status");
        call.argument = choice.name;
    }
    if (!behaviour) behaviour = find("unknown");
    auto script = behaviour->play(call);
    script.behaviour = choice.name;
    return script;
}

}  // namespace fake
