#pragma once

#include "core/chain_result.hpp"

namespace signalbox {

// Knows who answers in the place of an attempt that is stopped before its end. Where nobody does, a
// poor answer is let come: it is better than none.
class Successor {
public:
    virtual ~Successor() = default;
    // Would anybody, if the attempt were stopped now? `verdict`: what is thought of its text so far.
    [[nodiscard]] virtual bool follows(ValidationResult const& verdict) = 0;
};

}  // namespace signalbox
