import { create, createFileRegistry, type DescMessage } from '@bufbuild/protobuf';
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
} from '@bufbuild/protobuf/wkt';

/** The request of gRPC's own health service (https://github.com/grpc/grpc/blob/master/doc/health-checking.md). */
export const HealthCheckRequest: DescMessage = createFileRegistry(
  create(FileDescriptorSetSchema, {
    file: [
      create(FileDescriptorProtoSchema, {
        name: 'grpc/health/v1/health.proto',
        package: 'grpc.health.v1',
        syntax: 'proto3',
        messageType: [
          {
            name: 'HealthCheckRequest',
            field: [
              {
                name: 'service',
                number: 1,
                type: FieldDescriptorProto_Type.STRING,
                label: FieldDescriptorProto_Label.OPTIONAL,
              },
            ],
          },
        ],
      }),
    ],
  }),
).getMessage('grpc.health.v1.HealthCheckRequest')!;
