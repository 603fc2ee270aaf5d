#include "app/arguments.hpp"

#include "app/version.hpp"
#include "cli/exit_code.hpp"
#include "core/quality_preset.hpp"

#include <CLI/CLI.hpp>

#include <cmath>
#include <map>

namespace signalbox::app {

namespace {

void add_config(CLI::App& command, Arguments& arguments) {
    command.add_option("--config", arguments.source.path,
                       "Configuration file (else SIGNALBOX_CONFIG, else ./signalbox.yaml)");
}

// For the commands that show something.
void add_output(CLI::App& command, Arguments& arguments) {
    command.add_flag("--json", arguments.json, "The API's JSON on stdout, errors too");
    command.add_flag("--no-color", arguments.no_color, "No colours (NO_COLOR does the same)");
    command.add_option("--server", arguments.server, "Ask this server, e.g. http://127.0.0.1:8080");
}

std::map<std::string, std::string> preset_numbers() {
    std::map<std::string, std::string> numbers;
    for (auto const& [word, quality] : quality_presets) numbers.emplace(word, std::to_string(quality));
    return numbers;
}

void add_question(CLI::App& command, Arguments& arguments) {
    command.add_option("question", arguments.question_text, "The question; - or nothing reads stdin");
    command.add_option("--model", arguments.question.model, "auto, auto:cheap, auto:best, or a model by id or alias");
    command
        .add_option("--quality", arguments.question.quality,
                    "0 or cheap: the cheapest that will do; balanced; 1 or best")
        ->transform(CLI::Transformer{preset_numbers()})
        ->check(CLI::Range(0.0, 1.0));
    command
        .add_option_function<double>(
            "--max-cost",
            [&arguments](double dollars) { arguments.question.max_cost = MicroUsd{std::llround(dollars * 1e6)}; },
            "Most dollars this may cost")
        ->check(CLI::Range(0.0, 1e6));
    add_config(command, arguments);
    add_output(command, arguments);
}

CLI::App* add_command(CLI::App& parent, Arguments& arguments, Command value, char const* name,
                      char const* description) {
    auto* command = parent.add_subcommand(name, description);
    command->callback([&arguments, value] { arguments.command = value; });
    return command;
}

void add_serve(CLI::App& root, Arguments& arguments) {
    auto& serve = *add_command(root, arguments, Command::serve, "serve", "Serve the HTTP APIs and the web page");
    add_config(serve, arguments);
    serve.add_option("--address", arguments.source.address, "Address to listen on; other than loopback needs API keys");
    serve.add_option("--port", arguments.source.port, "Port to listen on; 0 takes any")->check(CLI::Range(0, 65'535));
}

// For the commands that work on the file of keys.
void add_key_file(CLI::App& command, Arguments& arguments) {
    command.add_option("--file", arguments.keys.file, "The file of keys (else access.keys_file of the configuration)");
    command.add_flag("--json", arguments.json, "JSON on stdout");
    add_config(command, arguments);
}

void add_keys(CLI::App& root, Arguments& arguments) {
    auto& wishes = arguments.keys;
    auto& keys = *root.add_subcommand("keys", "The API keys that clients of a server need");
    keys.require_subcommand(1);
    auto& create = *add_command(keys, arguments, Command::keys_create, "create", "Make a key and show it, once");
    create.add_option("--id", wishes.id, "Its name in logs, metrics and this file (else one is made up)");
    create.add_option("--tenant", wishes.tenant,
                      "Whose it is: keys of one tenant share remembered routes (else its id)");
    create.add_option("--scope", wishes.scopes,
                      "chat: ask models; read: see them and what routing would do; admin: "
                      "cache and metrics (else chat and read)");
    create.add_option("--model", wishes.models, "A model it may use (else all)");
    create.add_option("--expires", wishes.expires, "When it ends: 30d, 12h, 2027-01-31 (else never)");
    create.add_option("--requests-per-minute", wishes.requests_per_minute)->check(CLI::Range(1, 1'000'000'000));
    create.add_option("--tokens-per-minute", wishes.tokens_per_minute)->check(CLI::Range(1, 1'000'000'000));
    create.add_option("--budget-per-day", wishes.budget_per_day, "Dollars")->check(CLI::Range(0.0, 1e6));
    add_key_file(create, arguments);
    add_key_file(*add_command(keys, arguments, Command::keys_list, "list", "Show what is known of each"), arguments);
    auto& revoke = *add_command(keys, arguments, Command::keys_revoke, "revoke", "End one at once");
    revoke.add_option("id", wishes.id, "Its id")->required();
    add_key_file(revoke, arguments);
}

void add_records(CLI::App& root, Arguments& arguments) {
    auto& wishes = arguments.records;
    auto& records = *root.add_subcommand("records", "What was kept of runs: models, costs, times; no words");
    records.require_subcommand(1);
    auto& all = *add_command(records, arguments, Command::records_export, "export", "Write each as a line to stdout");
    all.add_option("--format", wishes.format, "jsonl or csv")
        ->check(CLI::IsMember({"jsonl", "csv"}))
        ->capture_default_str();
    auto& stats = *add_command(records, arguments, Command::records_stats, "stats", "Show sums and averages");
    stats.add_flag("--json", arguments.json, "JSON on stdout");
    for (auto* command : {&all, &stats}) {
        command->add_option("--file", wishes.file, "The file of records (else records.file of the configuration)");
        command->add_option("--since", wishes.since, "From this time (UTC) or day on: 2026-11-25T13:05:00Z");
        command->add_option("--until", wishes.until, "Before this time or day");
        command->add_flag("--no-color", arguments.no_color, "No colours (NO_COLOR does the same)");
        add_config(*command, arguments);
    }
}

void add_eval(CLI::App& root, Arguments& arguments) {
    auto& wishes = arguments.eval;
    auto& eval = *add_command(root, arguments, Command::eval, "eval",
                              "Measure routing on prompts with known outcomes of two or more models");
    eval.add_option("file", wishes.file, "CSV or .csv.gz: prompt_id, prompt, weak, strong (docs/routing.md)")
        ->required();
    auto* const scores =
        eval.add_option("--scores", wishes.scores, "Measure these scores instead: CSV with prompt_id, score, weak_ok");
    eval.add_option("--weights", wishes.weights, "Analyze with the weights in this file")->excludes(scores);
    eval.add_option("--weak", wishes.weak, "The model of the file to save money with (else the cheapest)");
    eval.add_option("--strong", wishes.strong, "The model of the file to ask when needed (else the best)");
    eval.add_option("--price", wishes.prices, "NAME=IN/OUT, dollars for a million tokens; once for each model")
        ->allow_extra_args(false);
    eval.add_option("--ratio", wishes.ratio, "Without prices: a weak answer's cost in parts of a strong one's")
        ->check(CLI::Range(0.0, 1.0));
    eval.add_option("--validator", wishes.validator, "Simulate a validator of answers with this AUC behind the router")
        ->check(CLI::Range(0.5, 0.9999));
    eval.add_option("--learn", wishes.learn,
                    "Refit the router from 0, 100, 300, ... up to so many rows, measured on the rest")
        ->check(CLI::Range(1, 1'000'000));
    eval.add_option("--shuffles", wishes.shuffles, "With --learn: how many times other rows are learned from")
        ->check(CLI::Range(1, 100))
        ->capture_default_str();
    eval.add_option("--target", wishes.target, "Part of the strong model's quality to reach for the least money")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    eval.add_option("--good", wishes.good, "An answer is good from this score on")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    eval.add_option("--resamples", wishes.resamples, "Of the bootstrap and the shuffles, for the intervals")
        ->check(CLI::Range(20, 100'000))
        ->capture_default_str();
    eval.add_option("--seed", wishes.seed, "The same seed gives the same figures")->capture_default_str();
    eval.add_option("--svg", wishes.svg, "Write the quality against its cost as a picture");
    eval.add_flag("--groups", wishes.groups, "Also each group of prompts by itself");
    eval.add_flag("--json", arguments.json, "All figures as JSON on stdout, errors too");
    eval.add_flag("--no-color", arguments.no_color, "No colours (NO_COLOR does the same)");
}

void add_commands(CLI::App& root, Arguments& arguments) {
    add_serve(root, arguments);
    auto& ask =
        *add_command(root, arguments, Command::ask, "ask", "Ask one question and watch it go through the chain");
    add_question(ask, arguments);
    ask.add_flag("--verbose,-v", arguments.verbose, "Also why it was routed so, and every call with its cost");
    add_question(*add_command(root, arguments, Command::route, "route",
                              "Show what routing would do, and why; no model is called"),
                 arguments);
    auto& models = *add_command(root, arguments, Command::models, "models", "Show what is known of each model");
    add_config(models, arguments);
    add_output(models, arguments);

    auto& cache = *root.add_subcommand("cache", "The routes that a running server remembers");
    cache.require_subcommand(1);
    add_output(*add_command(cache, arguments, Command::cache_stats, "stats", "Show them"), arguments);
    add_output(*add_command(cache, arguments, Command::cache_clear, "clear", "Forget them"), arguments);
    auto& warm = *add_command(cache, arguments, Command::cache_warm, "warm", "Make those that will be wanted");
    auto& source = *warm.add_option_group("What with");
    source.add_option("file", arguments.warm.file, "JSON lines, each with a \"prompt\" or \"messages\"");
    source
        .add_option("--from-records", arguments.warm.from_records,
                    "As many of the newest requests in the server's records")
        ->check(CLI::Range(1, 10'000));
    source.require_option(1);
    add_output(warm, arguments);

    add_keys(root, arguments);
    add_records(root, arguments);
    add_eval(root, arguments);

    auto& config = *root.add_subcommand("config", "The configuration");
    config.require_subcommand(1);
    auto& check =
        *add_command(config, arguments, Command::config_check, "check", "Say whether a configuration is right");
    check.add_option("file", arguments.source.path, "Else the one that serve would use");
}

}  // namespace

std::expected<Arguments, int> parse_arguments(int count, char const* const* words) {
    Arguments arguments;
    CLI::App root{
        "Signalbox: analyzes each message, routes it to the cheapest model that will do, checks the answer, and "
        "escalates when it falls short.",
        "signalbox"};
    root.set_version_flag("--version", "signalbox " + std::string{version});
    root.require_subcommand(1);
    add_commands(root, arguments);
    try {
        root.parse(count, words);
    } catch (CLI::ParseError const& end) {
        return std::unexpected(root.exit(end) == 0 ? 0 : static_cast<int>(cli::ExitCode::usage));
    }
    return arguments;
}

}  // namespace signalbox::app
