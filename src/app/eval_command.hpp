#pragma once

#include "cli/exit_code.hpp"
#include "cli/terminal.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace signalbox::app {

// What `signalbox eval` was given.
struct EvalArguments {
    std::string file;
    std::optional<std::string> weights;  // a file; else those built in
    std::optional<std::string> scores;   // a file; else the built-in analyzer's
    std::optional<std::string> svg;      // a file to write
    std::optional<std::string> weak, strong;
    std::vector<std::string> prices;
    std::optional<double> ratio;       // else 0.0097: Mixtral 8x7B beside GPT-4, as in RouteLLM's paper
    std::optional<std::size_t> learn;  // most rows to learn from
    int shuffles = 5;                  // of the file, with --learn
    std::optional<double> validator;   // AUC, 0.5 up to below 1
    bool groups = false;
    int resamples = 1'000;
    std::uint64_t seed = 1;
    double good = 0.5;
    double target = 0.95;
};

// Reads the file, measures, and shows what came out. Nothing leaves the machine.
[[nodiscard]] cli::ExitCode evaluate_file(EvalArguments const& arguments, bool json, cli::Terminal& terminal);

}  // namespace signalbox::app
