#include "app/arguments.hpp"
#include "app/run_command.hpp"

#include <exception>
#include <iostream>

int main(int count, char** words) {
    try {
        auto const arguments = signalbox::app::parse_arguments(count, words);
        if (!arguments) return arguments.error();
        return signalbox::app::run_command(*arguments);
    } catch (std::exception const& error) {
        std::cerr << "signalbox: a bug: " << error.what() << std::endl;
        return 1;
    }
}
