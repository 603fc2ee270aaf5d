// Sources with the answers of real models: MMLU-Pro and ulab.
#include "held_out.hpp"
#include "json_lines.hpp"

#include <algorithm>
#include <optional>
#include <random>
#include <set>

namespace signalbox::training {

namespace {

using Names = std::set<std::string, std::less<>>;

// The reference cheap tier and the reference strong tier, as each source has them.
Names const& mmlupro_cheap() {
    static Names const names{"Mixtral-8x7B-Instruct-v0.1", "Mixtral-8x7B-v0.1",     "Meta-Llama-3_1-8B-Instruct",
                             "Mistral-7B-Instruct-v0.2",   "Meta-Llama-3-8B",       "Yi-34B",
                             "c4ai-command-r-v01",         "Phi-3-mini-4k-instruct"};
    return names;
}
Names const& mmlupro_strong() {
    static Names const names{"gemini-1.5-pro-002", "gemini-1.5-flash-002", "Meta-Llama-3_1-70B-Instruct",
                             "DeepSeek-Coder-V2"};
    return names;
}
Names const& ulab_cheap() {
    static Names const names{"mistral-7b-instruct-v0.3", "llama-3.1-8b-instruct", "qwen2.5-7b-instruct",
                             "gemma-2-9b-it"};
    return names;
}
Names const& ulab_strong() {
    static Names const names{"llama-3.1-nemotron-51b-instruct", "llama-3.3-nemotron-super-49b-v1"};
    return names;
}

// The mean score of some of the models; scores below 0 are not known.
std::optional<double> mean_of(Names const& tier, std::vector<std::string> const& models,
                              std::vector<double> const& scores) {
    double sum = 0, count = 0;
    for (std::size_t i = 0; i < std::min(models.size(), scores.size()); ++i) {
        if (scores[i] < 0 || !tier.contains(models[i])) continue;
        sum += scores[i];
        ++count;
    }
    if (count == 0) return std::nullopt;
    return sum / count;
}

// The first line of a file names the models in the order of the scores.
Done read_models(simdjson::dom::object const& object, std::vector<std::string>& models) {
    auto names = texts_of(object, "models");
    if (!names) return std::unexpected(names.error());
    models = *std::move(names);
    return {};
}

void add_outcome(std::vector<Example>& examples, std::string_view prompt, std::optional<double> cheap,
                 std::optional<double> strong, double cheap_weight = 1) {
    if (!cheap || !strong) return;
    examples.push_back({.design = design_of(prompt),
                        .cheap = *cheap,
                        .cheap_weight = cheap_weight,
                        .gap = *strong - *cheap,
                        .gap_weight = 1});
}

// The question with the right option and three others, in an order that its id decides.
std::string four_options(std::string const& id, std::string const& question, std::vector<std::string> options,
                         std::size_t right) {
    std::mt19937_64 random{gram_hash(id)};
    auto const below = [&](std::size_t bound) { return static_cast<std::size_t>(random() % bound); };
    auto const answer = options[right];
    options.erase(options.begin() + static_cast<std::ptrdiff_t>(right));
    for (auto i = options.size(); i > 1; --i) std::swap(options[i - 1], options[below(i)]);
    options.resize(std::min<std::size_t>(options.size(), 3));
    options.insert(options.begin() + static_cast<std::ptrdiff_t>(below(options.size() + 1)), answer);
    auto text = question;
    for (std::size_t i = 0; i < options.size(); ++i) {
        text.append("\n").append(1, static_cast<char>('A' + i)).append(". ").append(options[i]);
    }
    return text + "\nAnswer:";
}

}  // namespace

Done add_mmlupro(std::vector<Example>& examples, std::string const& path) {
    std::vector<std::string> models;
    return for_each_object(path, [&](simdjson::dom::object const& object, std::size_t line) -> Done {
        if (line == 0) return read_models(object, models);
        auto const id = text_of(object, "id"), question = text_of(object, "question"),
                   answer = text_of(object, "answer"), correct = text_of(object, "correct");
        auto const options = texts_of(object, "options");
        for (auto const* member : {&id, &question, &answer, &correct}) {
            if (!*member) return std::unexpected(member->error());
        }
        if (!options) return std::unexpected(options.error());
        auto const right = answer->size() == 1 ? static_cast<std::size_t>(answer->front() - 'A') : options->size();
        if (right >= options->size()) return std::unexpected("answer names no option");
        if (is_held_out(*id)) return {};
        std::vector<double> scores;
        for (char const c : *correct) scores.push_back(c == '?' ? -1 : c - '0');
        add_outcome(examples, four_options(*id, *question, *options, right), mean_of(mmlupro_cheap(), models, scores),
                    mean_of(mmlupro_strong(), models, scores));
        return {};
    });
}

Done add_ulab(std::vector<Example>& examples, std::string const& path) {
    std::vector<std::string> models;
    return for_each_object(path, [&](simdjson::dom::object const& object, std::size_t line) -> Done {
        if (line == 0) return read_models(object, models);
        auto const id = text_of(object, "id"), task = text_of(object, "task"), prompt = text_of(object, "prompt");
        for (auto const* member : {&id, &task, &prompt}) {
            if (!*member) return std::unexpected(member->error());
        }
        simdjson::dom::array array;
        if (object.at_key("score").get(array) != simdjson::SUCCESS) return std::unexpected("score is no list");
        // A task whose score measures wording, not whether the answer is good; and one of a single model's rows.
        if (*task == "commongen" || *task == "agentverse-mgsm" || is_held_out(*id)) return {};
        std::vector<double> scores;
        for (auto const element : array) {
            double score = -1;
            if (element.get(score) != simdjson::SUCCESS) return std::unexpected("score holds no numbers");
            scores.push_back(score);
        }
        // Open questions are scored by the very words of one answer: good answers often fail, so that only the
        // difference between models says something.
        bool const by_words = *task == "natural_qa" || *task == "trivia_qa";
        add_outcome(examples, *prompt, mean_of(ulab_cheap(), models, scores), mean_of(ulab_strong(), models, scores),
                    by_words ? 0 : 1);
        return {};
    });
}

}  // namespace signalbox::training
