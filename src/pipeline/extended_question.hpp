#pragma once

#include "core/chain_context.hpp"

#include <span>
#include <string>

namespace signalbox {

// A conversation again, with more messages behind it, for a call that asks more than the client did. A
// client's own members (RawChat) are kept and extended too.
// REQUIRES: what `context` points at outlives it.
class ExtendedQuestion {
public:
    ExtendedQuestion(ChainContext const& context, std::span<Message const> more);
    ExtendedQuestion(ExtendedQuestion const&) = delete;
    ExtendedQuestion& operator=(ExtendedQuestion const&) = delete;

    [[nodiscard]] ChainContext const& context() const { return context_; }

private:
    ChainContext context_;
    std::string members_;
    RawChat raw_;
};

}  // namespace signalbox
