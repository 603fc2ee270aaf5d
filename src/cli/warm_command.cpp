#include "cli/commands.hpp"
#include "cli/json_fields.hpp"
#include "cli/progress_bar.hpp"
#include "cli/remote_chain.hpp"
#include "wire/json_document.hpp"

namespace signalbox::cli {

namespace {

std::string counted(std::int64_t count, std::string_view what) {
    return std::to_string(count) + " " + std::string{what} + (count == 1 ? "" : "s");
}

}  // namespace

Task<ExitCode> warm_cache(RemoteChain& server, std::vector<WarmRequest> const& requests, bool json, Terminal& terminal,
                          Cancellation& cancellation) {
    std::int64_t routed = 0, added = 0;
    {
        ProgressBar bar{terminal};
        wire::JsonReader reader;
        for (std::size_t done = 0; auto const& request : requests) {
            auto const answer = co_await server.warm_cache(request.body, cancellation);
            if (!answer) {
                auto error = answer.error();
                if (request.line > 0 && error.param != "server") {
                    error.detail = "line " + std::to_string(request.line) + ": " + error.detail;
                }
                co_return report(error, json, terminal);
            }
            if (auto const told = reader.parse(*answer)) {
                routed += count_at(*told, "requests");
                added += count_at(*told, "added");
            }
            bar.show("warming the cache", ++done, requests.size());
        }
    }
    terminal.out(json ? "{\"requests\":" + std::to_string(routed) + ",\"added\":" + std::to_string(added) + "}\n"
                      : counted(routed, "request") + ", " + counted(added, "new route") + "\n");
    co_return ExitCode::ok;
}

}  // namespace signalbox::cli
