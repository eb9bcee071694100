package tutti.acceptance;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.hazelcast.cluster.Member;
import com.hazelcast.partition.PartitionService;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

/** The arrows between the modules, and what each of them must not know. */
@AnalyzeClasses(
    packages = "tutti",
    importOptions = {DoNotIncludeTests.class, ArchitectureTest.DoNotIncludeTestJars.class})
class ArchitectureTest {
  /** Fixtures of other modules come in jars, once these are packaged. */
  static final class DoNotIncludeTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  private static final String SERVICES = "tutti.[discovery|request|session|crypto|gateway]..";
  private static final String DOMAINS = "tutti.[discovery|request|session|crypto|gateway].domain..";
  private static final String VERTX = "io.vertx..";
  private static final String HAZELCAST = "com.hazelcast..";
  private static final String SECRETS =
      "tutti\\.musig2\\.(SecretKey|SecretNonce|SignEngine)(\\$.*)?";

  @ArchTest
  static final ArchRule theMathematicsStandsAlone =
      classes()
          .that()
          .resideInAPackage("tutti.musig2..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "javax.crypto..",
              "org.bouncycastle..",
              "fr.acinq.secp256k1..", // optional, and known to one class
              "org.jspecify..",
              "tutti.musig2..");

  @ArchTest
  static final ArchRule oneClassKnowsTheNativeLibrary =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("tutti.musig2.internal.Libsecp256k1")
          .and()
          .doNotHaveFullyQualifiedName("tutti.musig2.internal.Libsecp256k1$KeyCache")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("fr.acinq.secp256k1..");

  @ArchTest
  static final ArchRule onePackageKnowsTheBitcoinLibrary =
      noClasses()
          .that()
          .resideOutsideOfPackage("tutti.transactions.bitcoin..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("fr.acinq.bitcoin..", "kotlin..");

  @ArchTest
  static final ArchRule transactionsArePure =
      classes()
          .that()
          .resideInAPackage("tutti.transactions..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "fr.acinq.bitcoin..",
              "kotlin..",
              "tutti.musig2..",
              "tutti.protocol..",
              "tutti.transactions..");

  @ArchTest
  static final ArchRule whatSignersWantOfAChainKnowsNoServer =
      classes()
          .that()
          .resideInAPackage("tutti.chain")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java.lang..",
              "java.time..",
              "java.util..",
              "org.jspecify..",
              "tutti.musig2..",
              "tutti.protocol..",
              "tutti.transactions..",
              "tutti.chain");

  @ArchTest
  static final ArchRule chainsKnowNeitherSignersNorServices =
      noClasses()
          .that()
          .resideInAPackage("tutti.chain..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              VERTX, HAZELCAST, SERVICES, "tutti.runtime..", "tutti.agent..", "tutti.cli..");

  @ArchTest
  static final ArchRule onePackageOfSignersKnowsChains =
      noClasses()
          .that()
          .resideInAPackage("tutti.agent..")
          .and()
          .resideOutsideOfPackage("tutti.agent.chain..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("tutti.chain..");

  @ArchTest
  static final ArchRule onePackageKnowsProtobuf =
      noClasses()
          .that()
          .resideOutsideOfPackage("tutti.chain.chronik..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.google.protobuf..");

  @ArchTest
  static final ArchRule theContractKnowsNoBusAndNoStore =
      noClasses()
          .that()
          .resideInAPackage("tutti.protocol..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(VERTX, "io.netty..", HAZELCAST);

  @ArchTest
  static final ArchRule domainsKnowOnlyTheContractAndTheMathematics =
      classes()
          .that()
          .resideInAPackage(DOMAINS)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "com.fasterxml.jackson.annotation..",
              "com.fasterxml.jackson.databind.node..", // bodies are kept as received
              "tutti.musig2..",
              "tutti.protocol..",
              "tutti.runtime.machine..",
              DOMAINS);

  @ArchTest
  static final ArchRule aSignersSideOfASessionIsPure =
      classes()
          .that()
          .resideInAPackage("tutti.agent.session..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "tutti.musig2..",
              "tutti.protocol..",
              "tutti.agent.session..");

  @ArchTest
  static final ArchRule servicesDoNotKnowEachOther =
      slices()
          .matching("tutti.(discovery|request|session|crypto|gateway)..")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule servicesKnowNeitherSignersNorCommands =
      noClasses()
          .that()
          .resideInAnyPackage(SERVICES, "tutti.runtime..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "tutti.agent..", "tutti.cli..", "tutti.transactions..", "tutti.chain..");

  @ArchTest
  static final ArchRule servicesHoldNoSecrets =
      noClasses()
          .that()
          .resideInAnyPackage(SERVICES, "tutti.runtime..")
          .should()
          .dependOnClassesThat()
          .haveNameMatching(SECRETS);

  @ArchTest
  static final ArchRule signersAreNoMembersOfTheStore =
      noClasses()
          .that()
          .resideInAPackage("tutti.agent..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(HAZELCAST, SERVICES, "tutti.runtime..", "tutti.cli..");

  @ArchTest
  static final ArchRule signersReachTheServicesThroughTwoPackages =
      noClasses()
          .that()
          .resideInAPackage("tutti.agent..")
          .and()
          .resideOutsideOfPackages("tutti.agent.vertx..", "tutti.agent.gateway..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(VERTX);

  @ArchTest
  static final ArchRule theDurableStoreKnowsItsPortAndItsDatabase =
      classes()
          .that()
          .resideInAPackage("tutti.store..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "javax.sql..",
              "com.zaxxer.hikari..",
              "org.flywaydb..",
              "org.postgresql..",
              "org.jspecify..",
              "org.slf4j..",
              "tutti.protocol..",
              "tutti.runtime.config..",
              "tutti.runtime.durable..",
              "tutti.store..");

  @ArchTest
  static final ArchRule onlyTheDurableStoreKnowsADatabase =
      noClasses()
          .that()
          .resideOutsideOfPackage("tutti.store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "tutti.store..");

  /** {@link tutti.runtime.state.Copies} says why. */
  @ArchTest
  static final ArchRule nobodyKeepsQueriesWaitingForCopies =
      noClasses()
          .should()
          .callMethod(PartitionService.class, "isClusterSafe")
          .orShould()
          .callMethod(PartitionService.class, "isMemberSafe", Member.class);

  @ArchTest
  static final ArchRule modulesHaveNoCycles =
      slices().matching("tutti.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule namesSayWhatAThingIs =
      noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager|Impl)");

  @ArchTest
  static final ArchRule nothingIsNullByDefault =
      classes()
          .that()
          .haveSimpleNameNotEndingWith("package-info")
          .should(be(describe("in a package marked @NullMarked", ArchitectureTest::isNullMarked)));

  private static boolean isNullMarked(JavaClass type) {
    return type.getPackage().isAnnotatedWith(NullMarked.class);
  }
}
