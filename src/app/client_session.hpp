#pragma once

#include "app/arguments.hpp"
#include "app/engine.hpp"
#include "cli/interrupt.hpp"
#include "cli/local_chain.hpp"
#include "cli/remote_chain.hpp"

#include <memory>
#include <optional>

namespace signalbox::app {

// What a command asks: the server that was named, else one that runs on this machine, else (when
// the command may do without one) the chain in this process. A configuration file that was named
// means this process.
class ClientSession {
public:
    // Errors: invalid_value for the configuration or the URL, with `param` "server" for the latter.
    [[nodiscard]] static Result<std::unique_ptr<ClientSession>> open(Arguments const& arguments);

    [[nodiscard]] cli::Chain& chain() { return remote_ ? static_cast<cli::Chain&>(*remote_) : *local_; }
    // REQUIRES: a server was asked for, or `cache` is the command.
    [[nodiscard]] cli::RemoteChain& server() { return *remote_; }
    [[nodiscard]] net::Loop& loop() { return engine_ ? engine_->worker(0).loop : loop_; }
    [[nodiscard]] Cancellation& cancellation() { return cancellation_; }

private:
    ClientSession() = default;
    [[nodiscard]] Result<void> connect(std::string const& url, Environment const& environment);
    [[nodiscard]] bool find_server(std::string const& url, Environment const& environment);
    [[nodiscard]] Result<void> build(ConfigSource const& source);

    net::Loop loop_;                  // when a server answers
    std::unique_ptr<Engine> engine_;  // when this process does
    Cancellation cancellation_;
    std::optional<cli::Interrupt> interrupt_;
    std::unique_ptr<cli::RemoteChain> remote_;
    std::optional<cli::LocalChain> local_;
};

}  // namespace signalbox::app
