#include "providers/demo_answers.hpp"

#include "providers/demo_breakdown.hpp"
#include "providers/demo_chat.hpp"
#include "providers/demo_code.hpp"
#include "providers/demo_essay.hpp"
#include "providers/demo_judge.hpp"
#include "validation/text.hpp"

namespace signalbox {

namespace {

constexpr std::string_view note =
    "\n\n(demo model: set OPENAI_API_KEY or add a provider to signalbox.yaml for real answers)";

// "autumn leaves" of "a haiku about autumn leaves".
std::string_view subject_of(std::string_view topic) {
    constexpr std::string_view about = " about ";
    auto const at = topic.find(about);
    return at == std::string_view::npos ? topic : topic.substr(at + about.size());
}

std::string simple_answer(std::string_view task, DemoQuestion const& question, std::uint64_t hash) {
    if (question.creative) return demo_poem(subject_of(question.topic), hash);
    if (auto code = demo_code(task); question.code || !code.empty()) {
        return code.empty() ? demo_code_sample(task, question.topic) : code;
    }
    return demo_chat(task, question, hash);
}

std::string json_answer(std::string_view task, DemoQuestion const& question, std::uint64_t hash) {
    std::string out{R"({"answer": ")"};
    for (char const c : demo_chat(task, question, hash)) {
        if (c == '"' || c == '\\') out.push_back('\\');
        out.push_back(static_cast<unsigned char>(c) < 0x20 ? ' ' : c);
    }
    return out + R"(", "demo": true})";
}

}  // namespace

std::string demo_answer(ChainContext const& context, std::string_view name, std::uint64_t seed) {
    if (auto const texts = judged_texts(context.messages)) return demo_verdict(*texts, seed);
    auto const task = task_of(&context);
    auto const hash = demo_hash(task, seed);
    auto const question = read_demo_question(task);
    if (context.needs_json) return json_answer(task, question, hash);
    if (!question.complex) return simple_answer(task, question, hash).append(note);
    if (name == "small") return demo_breakdown(context, question, hash);
    auto answer = demo_essay(task, question, name == "large", hash);
    if (auto const code = demo_code(task); question.code && !code.empty()) answer.append("\n\n").append(code);
    return answer.append(note);
}

}  // namespace signalbox
