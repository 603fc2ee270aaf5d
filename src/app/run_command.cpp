#include "app/run_command.hpp"

#include "app/check_config.hpp"
#include "app/client_session.hpp"
#include "app/key_command.hpp"
#include "app/process.hpp"
#include "app/serve.hpp"
#include "cli/commands.hpp"
#include "cli/question_text.hpp"
#include "cli/run_on.hpp"

#include <chrono>
#include <iostream>
#include <unistd.h>

namespace signalbox::app {

namespace {

using cli::ExitCode;

ExitCode run_serve(Arguments const& arguments) {
    auto config = load_config(arguments.source);
    if (!config) {
        std::cerr << config.error().detail << std::endl;
        return ExitCode::configuration;
    }
    return static_cast<ExitCode>(serve(std::move(*config), arguments.source, std::cout, std::cerr));
}

Task<ExitCode> command_of(Arguments const& arguments, cli::Question const& question,
                          std::vector<cli::WarmRequest> const& warming, ClientSession& session,
                          cli::Terminal& terminal) {
    auto& chain = session.chain();
    auto& cancellation = session.cancellation();
    switch (arguments.command) {
        case Command::ask:
            return cli::ask(chain, question, {.json = arguments.json, .verbose = arguments.verbose}, terminal,
                            session.loop(), cancellation);
        case Command::route:
            return cli::show_route(chain, question, arguments.json, terminal, cancellation);
        case Command::cache_stats:
            return cli::show_cache(session.server(), arguments.json, terminal, cancellation);
        case Command::cache_clear:
            return cli::clear_cache(session.server(), arguments.json, terminal, cancellation);
        case Command::cache_warm:
            return cli::warm_cache(session.server(), warming, arguments.json, terminal, cancellation);
        case Command::models:
        case Command::serve:
        case Command::config_check:
        case Command::keys_create:
        case Command::keys_list:
        case Command::keys_revoke:
        case Command::records_export:
        case Command::records_stats:
        case Command::eval:
            break;
    }
    return cli::show_models(chain, arguments.json, terminal, cancellation);
}

ExitCode run_client(Arguments const& arguments) {
    cli::StandardTerminal terminal{!arguments.no_color};
    auto question = arguments.question;
    if (arguments.command == Command::ask || arguments.command == Command::route) {
        auto text = cli::question_text(arguments.question_text, std::cin, ::isatty(STDIN_FILENO) == 1);
        if (!text) {
            static_cast<void>(cli::report(text.error(), arguments.json, terminal));
            return ExitCode::usage;
        }
        question.text = std::move(*text);
    }
    std::vector<cli::WarmRequest> warming;
    if (arguments.command == Command::cache_warm) {
        auto requests = warm_requests(arguments.warm);
        if (!requests) {
            static_cast<void>(cli::report(requests.error(), arguments.json, terminal));
            return ExitCode::usage;
        }
        warming = std::move(*requests);
    }
    auto session = ClientSession::open(arguments);
    if (!session) {
        static_cast<void>(cli::report(session.error(), arguments.json, terminal));
        return session.error().param == "server" ? ExitCode::usage : ExitCode::configuration;
    }
    return cli::run_on((*session)->loop(), command_of(arguments, question, warming, **session, terminal));
}

ExitCode run_keys(Arguments const& arguments) {
    cli::StandardTerminal terminal{!arguments.no_color};
    auto path = arguments.keys.file.value_or("");
    if (path.empty()) {
        auto const config = read_config(arguments.source);
        if (!config) {
            static_cast<void>(cli::report(config.error(), arguments.json, terminal));
            return ExitCode::configuration;
        }
        path = config->access.keys_file;
    }
    if (path.empty()) {
        return cli::report({Errc::invalid_value, "which file of keys? Set access.keys_file, or give --file", {}, {}},
                           arguments.json, terminal);
    }
    auto const now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    if (arguments.command == Command::keys_create) {
        return create_key(path, arguments.keys, now, arguments.json, terminal);
    }
    if (arguments.command == Command::keys_list) return list_keys(path, now, arguments.json, terminal);
    return revoke_key(path, arguments.keys.id, arguments.json, terminal);
}

ExitCode run_records(Arguments const& arguments) {
    cli::StandardTerminal terminal{!arguments.no_color};
    auto path = arguments.records.file.value_or("");
    if (path.empty()) {
        auto const config = read_config(arguments.source);
        if (!config) {
            static_cast<void>(cli::report(config.error(), arguments.json, terminal));
            return ExitCode::configuration;
        }
        path = config->records.file;
    }
    if (arguments.command == Command::records_export) return export_records(path, arguments.records, terminal);
    return show_record_stats(path, arguments.records, arguments.json, terminal);
}

}  // namespace

int run_command(Arguments const& arguments) {
    harden_process();
    switch (arguments.command) {
        case Command::serve:
            return static_cast<int>(run_serve(arguments));
        case Command::config_check:
            return check_config(arguments.source, std::cout, std::cerr);
        case Command::keys_create:
        case Command::keys_list:
        case Command::keys_revoke:
            return static_cast<int>(run_keys(arguments));
        case Command::records_export:
        case Command::records_stats:
            return static_cast<int>(run_records(arguments));
        case Command::eval: {
            cli::StandardTerminal terminal{!arguments.no_color};
            return static_cast<int>(evaluate_file(arguments.eval, arguments.json, terminal));
        }
        case Command::ask:
        case Command::route:
        case Command::models:
        case Command::cache_stats:
        case Command::cache_clear:
        case Command::cache_warm:
            break;
    }
    return static_cast<int>(run_client(arguments));
}

}  // namespace signalbox::app
