#pragma once

#include "cli/ask_view.hpp"
#include "cli/terminal.hpp"

#include <string>

namespace signalbox::cli {

// Every call of a run with what it used up, one a line, and their sum: tokens added up, cost unknown when one of them
// is, the time that of the whole run. Empty when no calls are told.
[[nodiscard]] std::string ledger_text(AskSummary const& summary, Terminal const& terminal);

}  // namespace signalbox::cli
