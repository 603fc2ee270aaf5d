#pragma once

#include "async/time.hpp"
#include "cli/ask_view.hpp"
#include "cli/status_line.hpp"
#include "cli/terminal.hpp"

#include <optional>
#include <string>

namespace signalbox::cli {

// Shows a run on a terminal: stages on the status line, tokens as they come, and at the end a line
// about model, cost and time. An answer that another attempt replaces is marked where it ends.
// Where stdout is no screen it gets the final answer alone, once it is final.
class AskPrinter final : public AskView {
public:
    // Both outlive it. `verbose`: also why it was routed so, and the ledger.
    AskPrinter(Terminal& terminal, Time& time, bool verbose)
        : terminal_{terminal}, status_{terminal, time}, verbose_{verbose} {}

    void step(AskStep const& step) override;
    void finished(AskSummary const& summary) override;
    void failed(Error const& error, int attempts) override;

private:
    void tokens(AskStep const& step);
    // The text on the screen ends here: what follows begins on a line of its own.
    void end_text();
    void withdraw(std::string_view why);
    void print_answer(std::string const& response);
    void print_details(AskSummary const& summary);
    void note(Colour colour, std::string_view text);

    Terminal& terminal_;
    StatusLine status_;
    bool verbose_;
    std::optional<int> attempt_;  // whose text is on the screen
    std::string shown_;           // that text
    bool in_line_ = false;        // its last line is open
};

}  // namespace signalbox::cli
