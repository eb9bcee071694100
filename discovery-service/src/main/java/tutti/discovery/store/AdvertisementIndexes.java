package tutti.discovery.store;

import com.hazelcast.config.AttributeConfig;
import com.hazelcast.config.IndexConfig;
import com.hazelcast.config.IndexType;
import com.hazelcast.config.MapConfig;
import tutti.discovery.domain.SignerDocument;
import tutti.discovery.domain.SignerMachine;
import tutti.runtime.state.DeclaredMap;

/**
 * Indexes the map of the advertisements by what narrows a search most. An indexed map copies the
 * old value at every change; advertisements change seldom.
 */
public final class AdvertisementIndexes implements DeclaredMap {
  static final String TYPES = "types";
  static final String FEE = "fee";

  @Override
  public String map() {
    return SignerMachine.MAP;
  }

  @Override
  public Class<?> valueType() {
    return SignerDocument.class;
  }

  @Override
  public void configure(MapConfig config) {
    config.addAttributeConfig(new AttributeConfig(TYPES, TypesOfListing.class.getName()));
    config.addAttributeConfig(new AttributeConfig(FEE, FeeOfListing.class.getName()));
    config.addIndexConfig(new IndexConfig(IndexType.HASH, TYPES));
    config.addIndexConfig(new IndexConfig(IndexType.SORTED, FEE));
  }
}
