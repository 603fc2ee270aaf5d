// Makes the weights of the analysis from public sources and the project's own prompts: docs/training.md.
#include "sources.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <string_view>

namespace {

using namespace signalbox;
using namespace signalbox::training;

// What a lead of one point on the leaderboard of task groups is worth in the gain.
constexpr double gain_of_point = 0.12;

// As it is published, or unpacked.
std::string rows(std::string const& data, std::string const& name) {
    auto const plain = data + "/" + name + ".jsonl";
    return std::filesystem::exists(plain) ? plain : plain + ".gz";
}

std::expected<std::string, std::string> make_weights(std::string const& data, std::string const& prompts) {
    SourceWeights const counts;
    std::vector<Example> examples;
    for (auto const& done :
         {add_mmlupro(examples, rows(data, "mmlupro_outcomes")), add_ulab(examples, rows(data, "ulab_outcomes")),
          add_steps(examples, rows(data, "gsm8k_train_steps"), counts),
          add_categories(examples, rows(data, "category_train"), counts), add_own_prompts(examples, prompts, counts)}) {
        if (!done) return std::unexpected(done.error());
    }
    add_nothing(examples, counts);
    auto gaps = category_gaps(data + "/wildbench_task_scores.csv");
    if (!gaps) return std::unexpected(gaps.error());
    for (auto& gap : *gaps) gap *= gain_of_point;
    std::cerr << "learning from " << examples.size() << " rows\n";
    return write_weights(learning::train(examples, {.gain_of = *gaps}));
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 4) {
        std::cerr << "usage: train DATA_FOLDER PROMPTS_FILE WEIGHTS_FILE\n";
        return 2;
    }
    auto const weights = make_weights(arguments[1], arguments[2]);
    if (!weights) {
        std::cerr << weights.error() << '\n';
        return 1;
    }
    std::ofstream file{arguments[3], std::ios::binary};
    file << *weights << std::flush;
    if (!file) {
        std::cerr << arguments[3] << ": cannot be written\n";
        return 1;
    }
    return 0;
}
