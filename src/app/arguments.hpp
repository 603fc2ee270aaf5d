#pragma once

#include "app/config_source.hpp"
#include "app/eval_command.hpp"
#include "app/key_command.hpp"
#include "app/record_command.hpp"
#include "app/warm_requests.hpp"
#include "cli/question.hpp"

#include <expected>
#include <optional>
#include <string>

namespace signalbox::app {

enum class Command : unsigned char {
    serve,
    ask,
    route,
    models,
    cache_stats,
    cache_clear,
    cache_warm,
    config_check,
    keys_create,
    keys_list,
    keys_revoke,
    records_export,
    records_stats,
    eval
};

// The command line, read.
struct Arguments {
    Command command = Command::serve;
    ConfigSource source;
    std::optional<std::string> server;         // the URL of a running one
    std::optional<std::string> question_text;  // absent or "-": stdin
    cli::Question question;                    // all but its text
    KeyArguments keys;
    EvalArguments eval;
    RecordArguments records;
    WarmArguments warm;
    bool json = false;
    bool verbose = false;
    bool no_color = false;
};

// Prints help, version or what is wrong. Unexpected: the process ends with this code (0 after help).
[[nodiscard]] std::expected<Arguments, int> parse_arguments(int count, char const* const* words);

}  // namespace signalbox::app
