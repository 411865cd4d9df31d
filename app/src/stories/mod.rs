//! Named stories played through the commands against a manual clock.
