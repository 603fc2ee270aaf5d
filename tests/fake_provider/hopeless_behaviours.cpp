#include "answers.hpp"
#include "behaviours.hpp"

#include <array>
#include <string>

// Long answers in good form that show early that they will be of no use, and a good one beside them.

namespace fake {
namespace {

constexpr int usual_length = 600;  // words

std::string much_prose(Call const& call) { return prose(static_cast<std::size_t>(call.number(usual_length))); }

Script long_answer(Call const& call) { return say(call, much_prose(call)); }

Script refusal_long(Call const& call) {
    return say(call, "I'm sorry, but I can't help with that request. As an AI language model I keep to my rules. " +
                         much_prose(call));
}

// Begins well, then goes round in a circle of three sentences.
Script loop(Call const& call) {
    auto text = prose(60);
    for (int i = 0; i < call.number(120); ++i) {
        text.append(" Then the next request is taken. It waits until the one before is done. ");
        text.append("After that everything begins again.");
    }
    return say(call, text);
}

Script wrong_script(Call const& call) {
    std::string text;
    for (int i = 0; i < call.number(usual_length) / 11; ++i) {
        text.append("Письмо номер ").append(std::to_string(i * 37 % 1009));
        text.append(" ждёт своей очереди, пока служащий ").append(std::to_string(i)).append(" пьёт чай. ");
    }
    return say(call, text);
}

Script prose_json(Call const& call) { return say(call, "Sure, here is what you asked for. " + much_prose(call)); }

Script echo_long(Call const& call) { return say(call, call.request.prompt + " " + much_prose(call)); }

constexpr std::array table{
    Behaviour{"long", "600 words of good prose; argument: so many, as for those below", long_answer},
    Behaviour{"refusal-long", "a refusal, then prose", refusal_long},
    Behaviour{"loop", "a good beginning, then three sentences again and again; argument: how often (120)", loop},
    Behaviour{"wrong-script", "Russian, whatever was asked", wrong_script},
    Behaviour{"prose-json", "prose, whatever was asked", prose_json},
    Behaviour{"echo-long", "the last user message, then prose", echo_long},
};

}  // namespace

std::span<Behaviour const> hopeless_behaviours() { return table; }

}  // namespace fake
