#include "cli/ask_printer.hpp"
#include "cli/commands.hpp"
#include "cli/event_reader.hpp"

namespace signalbox::cli {

namespace {

Task<ExitCode> ask_for_json(Chain& chain, Question const& question, Terminal& terminal, Cancellation& cancellation) {
    auto const result = co_await chain.answer(question, cancellation);
    if (!result) co_return report(result.error(), true, terminal);
    terminal.out(*result + "\n");
    co_return ExitCode::ok;
}

}  // namespace

Task<ExitCode> ask(Chain& chain, Question const& question, AskOptions options, Terminal& terminal, Time& time,
                   Cancellation& cancellation) {
    if (options.json) co_return co_await ask_for_json(chain, question, terminal, cancellation);

    AskPrinter printer{terminal, time, options.verbose};
    EventReader events{printer};
    Chain::OnEvent const on_event = [&events](std::string_view json) { events.read(json); };
    auto const asked = co_await chain.ask(question, on_event, cancellation);
    if (events.error()) co_return exit_code(*events.error());
    if (events.ended()) co_return ExitCode::ok;

    // No terminal event: the way to the answer broke.
    auto const error = asked ? Error{Errc::upstream_truncated, "the stream ended without its last event", "server", {}}
                             : asked.error();
    printer.failed(error, 0);
    co_return exit_code(error);
}

}  // namespace signalbox::cli
