// Sources with labels and no answers of models: steps of solutions, categories, the project's own prompts.
#include "json_lines.hpp"

#include <algorithm>
#include <cmath>

namespace signalbox::training {

namespace {

// What a small and what a strong model make of each band of difficulty, 1 to 5: the meaning of the bands.
constexpr std::array<double, 5> cheap_of_band{0.98, 0.90, 0.75, 0.50, 0.25};
constexpr std::array<double, 5> gap_of_band{0.01, 0.06, 0.16, 0.30, 0.40};

// With each step of a solution the chance falls that a small model gets all of them right.
double cheap_of_steps(double steps) { return 1 / (1 + std::exp(0.35 * steps - 1.9)); }
double gap_of_steps(double steps) { return std::min(0.08 + 0.055 * steps, 0.55); }

}  // namespace

Done add_steps(std::vector<Example>& examples, std::string const& path, SourceWeights const& weights) {
    return for_each_object(path, [&](simdjson::dom::object const& object, std::size_t) -> Done {
        auto const question = text_of(object, "question");
        auto const steps = number_of(object, "steps");
        if (!question) return std::unexpected(question.error());
        if (!steps) return std::unexpected(steps.error());
        examples.push_back({.design = design_of(*question),
                            .cheap = cheap_of_steps(*steps),
                            .cheap_weight = weights.steps_difficulty,
                            .gap = gap_of_steps(*steps),
                            .gap_weight = weights.steps_gap});
        return {};
    });
}

Done add_categories(std::vector<Example>& examples, std::string const& path, SourceWeights const& weights) {
    return for_each_object(path, [&](simdjson::dom::object const& object, std::size_t) -> Done {
        auto const prompt = text_of(object, "prompt"), label = text_of(object, "cls");
        if (!prompt) return std::unexpected(prompt.error());
        if (!label) return std::unexpected(label.error());
        auto const category = from_name<Category>(*label);
        if (!category) return std::unexpected("cls is no category");
        examples.push_back(
            {.design = design_of(*prompt), .category = *category, .category_weight = weights.source_category});
        return {};
    });
}

void add_nothing(std::vector<Example>& examples, SourceWeights const& weights) {
    examples.push_back({.design = design_of(""),
                        .category = Category::chat,
                        .category_weight = 10 * weights.own_category,
                        .cheap = cheap_of_band.front(),
                        .cheap_weight = 10 * weights.own_difficulty,
                        .gap = gap_of_band.front(),
                        .gap_weight = weights.own_gap});
}

Done add_own_prompts(std::vector<Example>& examples, std::string const& path, SourceWeights const& weights) {
    return for_each_object(path, [&](simdjson::dom::object const& object, std::size_t) -> Done {
        auto const prompt = text_of(object, "prompt"), label = text_of(object, "category"),
                   split = text_of(object, "split");
        for (auto const* member : {&prompt, &label, &split}) {
            if (!*member) return std::unexpected(member->error());
        }
        auto const category = from_name<Category>(*label);
        auto const band = number_of(object, "band");
        if (!category) return std::unexpected("category is none");
        if (!band || *band < 1 || *band > 5) return std::unexpected("band is not between 1 and 5");
        // The labels of a follow-up are those of the task before it: analysis looks there, and so is there nothing
        // to learn from its own words.
        simdjson::dom::element turns;
        if (*split == "test" || object.at_key("turns").get(turns) == simdjson::SUCCESS) return {};
        auto const index = static_cast<std::size_t>(*band) - 1;
        examples.push_back({.design = design_of(*prompt),
                            .category = *category,
                            .category_weight = weights.own_category,
                            .cheap = cheap_of_band[index],
                            .cheap_weight = weights.own_difficulty,
                            .gap = gap_of_band[index],
                            .gap_weight = weights.own_gap});
        return {};
    });
}

}  // namespace signalbox::training
