package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.ui.navigation.Navigator;
import org.xksworkbench.bridge.hsm.Token;

/// What is shown of the selected object and its token, and can be asked of them.
///
/// @param token that the object is on
/// @param navigator to what the object's lineage names
public record ObjectDetail(
    ReadOnlyObjectProperty<@Nullable HsmObjectRow> selected,
    Supplier<Optional<Token>> token,
    CheckValueViewModel checkValue,
    VendorAttributesViewModel vendorAttributes,
    TokenFactsViewModel tokenFacts,
    CapabilitiesViewModel capabilities,
    Navigator navigator) {}
